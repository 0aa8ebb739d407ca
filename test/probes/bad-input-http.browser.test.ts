import { afterEach, describe, expect, inject, it } from 'vitest';
import { closeAll, expectLetGo, expectSound, expectVerdict, openBad, type Verdicts } from './bad-input.ts';

const faults = inject('faultsUrl');
const TIMEOUT_MS = 400;

/** No answer that is HTTP, or one that the browser gives up: it tells script no more than that it failed. */
const NO_ANSWER: Verdicts = ['failed dns-or-connect', 'failed unknown'];

/** Firefox takes what has no head for HTTP/0.9: an answer, and one without the header that CORS asks for. */
const OR_NO_CORS: Verdicts = [...NO_ANSWER, 'failed cors'];

const CASES: [name: string, path: string, wanted: Verdicts][] = [
  ['a redirect to itself', '/redirect/self', ['failed unknown']],
  ['a redirect there and back', '/redirect/there', ['failed unknown']],
  ['a redirect to a host where nobody listens', '/redirect/dead', NO_ANSWER],
  ['a redirect without an address', '/redirect/nowhere', ['failed http-status']],
  ['a redirect to what no browser opens', '/redirect/odd', ['failed unknown']],
  ['a good redirect', '/redirect/once', ['ok']],
  ['20 MB of headers', '/raw/headers-20mb', NO_ANSWER],
  ['a header of 1 MB', '/raw/header-1mb', NO_ANSWER],
  ['a head, a byte at a time', '/raw/slow-head', ['timeout']],
  ['a body, a byte at a time', '/raw/slow-body', ['timeout']],
  ['a connection that is taken and never answered', '/hang', ['timeout']],
  ['an end without an answer', '/raw/nothing-then-end', NO_ANSWER],
  ['an end in mid body', '/raw/half-body', ['failed truncated']],
  ['more bytes than were announced', '/raw/too-much', ['ok']],
  ['two lengths', '/raw/two-lengths', [...NO_ANSWER, 'failed truncated']],
  ['a chunk without a size', '/raw/bad-chunk', ['failed truncated', ...NO_ANSWER]],
  ['a chunk cut short', '/raw/cut-chunk', ['failed truncated']],
  ['a chunk of half a terabyte', '/raw/huge-chunk', ['timeout', ...NO_ANSWER]],
  ['HTTP/0.9', '/raw/http-0.9', OR_NO_CORS],
  ['noise', '/raw/noise', OR_NO_CORS],
  ['a status that is no number', '/raw/no-status', [...NO_ANSWER, 'ok']],
  ['a dozen of 1xx, then an answer', '/raw/1xx-some', ['ok']],
  ['1xx without end', '/raw/1xx-endless', ['timeout', ...NO_ANSWER]],
  ['101 that nobody asked for', '/raw/101', [...NO_ANSWER, 'timeout', 'failed http-status']],
  ['204', '/raw/204', ['ok']],
  ['204 with a body', '/raw/204-body', ['ok']],
  ['304 that nobody asked for', '/raw/304', ['failed http-status', ...NO_ANSWER]],
  ['status 999', '/raw/999', ['failed http-status', ...NO_ANSWER]],
  ['gzip that is none', '/raw/no-gzip', ['failed truncated', 'failed malformed', ...NO_ANSWER]],
  ['an encoding nobody knows', '/raw/odd-encoding', ['ok']],
  ['an endless body', '/endless/body', ['timeout']],
  ['an endless error page', '/endless/500', ['timeout']],
  ['a gzip bomb', '/endless/gzip', ['timeout']],
];

afterEach(closeAll);

describe('an http probe that meets', () => {
  afterEach(() => expectSound(faults));

  it.each(CASES)('%s', async (_name, path, wanted) => {
    // Twenty redirects take their time.
    const timeoutMs = path.startsWith('/redirect') ? 5000 : TIMEOUT_MS;
    const bench = await openBad({ kind: 'http', url: `${faults}${path}`, timeoutMs });
    await expectVerdict(bench, wanted, timeoutMs);
    await expectLetGo(faults, path);
  });

  it('an endless body counts what came of it', async () => {
    const url = `${faults}/endless/paced?mbPerS=10`;
    const { fire } = await openBad({ kind: 'http', url, timeoutMs: TIMEOUT_MS });
    const sample = await fire();
    expect(sample.outcome).toBe('timeout');
    // 4 MB in 0.4 s, if the machine keeps up; what was not read yet is not counted.
    expect('bytesDown' in sample && sample.bytesDown).toBeGreaterThan(1_000_000);
    expect('bytesDown' in sample && sample.bytesDown).toBeLessThan(8_000_000);
  });
});
