import { afterEach, describe, expect, inject, it } from 'vitest';
import { closeAll, expectLetGo, expectVerdict, openBad, type Verdicts } from './bad-input.ts';

const faults = inject('faultsUrl');
const TIMEOUT_MS = 1500;

const CASES: [name: string, path: string, wanted: Verdicts][] = [
  ['a line without end', '/endless/line', ['failed malformed']],
  ['tokens without end', '/endless/tokens', ['timeout']],
  ['comments without end', '/endless/comments', ['failed malformed', 'timeout']],
  ['a stream that goes on after [DONE]', '/endless/after-done', ['ok']],
  ['comments without end after the finish reason', '/endless/after-finish', ['ok']],
  ['a body without end that is no stream', '/endless/body', ['failed malformed']],
  ['a gzip bomb', '/endless/gzip', ['failed malformed', 'timeout']],
  ['usage after [DONE]', '/chat/usage-after-done', ['ok']],
  ['an error event instead of tokens', '/chat/error-first', ['failed stream-error']],
  ['an error after [DONE]', '/chat/error-after-done', ['ok']],
  ['200,000 brackets', '/chat/deep', ['failed malformed']],
  ['a redirect to itself', '/redirect/self', ['failed unknown']],
  ['a head, a byte at a time', '/raw/slow-head', ['timeout']],
  ['an end without an answer', '/raw/nothing-then-end', ['failed dns-or-connect', 'failed unknown']],
];

afterEach(closeAll);

describe('a chat probe that meets', () => {
  it.each(CASES)('%s', async (_name, path, wanted) => {
    const chat = { kind: 'chat', protocol: 'openai', url: `${faults}${path}`, timeoutMs: TIMEOUT_MS };
    const bench = await openBad(chat);
    await expectVerdict(bench, wanted, TIMEOUT_MS);
    await expectLetGo(faults, path);
    const sound = await openBad({ ...chat, url: `${faults}/chat/ok` });
    expect(await sound.fire()).toMatchObject({ outcome: 'ok', tokensOut: 3 });
  });
});
