import { describe, expect, inject, it } from 'vitest';
import type { Sample } from '../../src/core/sample.ts';
import { openProbe } from './probe-bench.ts';

const depth = inject('depthUrl');
const MB = 1_000_000;
/** What the server works on an upload after its body is there. */
const WORK_MS = 150;
const readings = (sample: Sample) => {
  if (sample.outcome !== 'ok') throw new Error(JSON.stringify(sample));
  return sample;
};

describe('a large body', () => {
  it('has an upload time in place of a round trip: all that its arrival took, and none of the server\u2019s work', async () => {
    const { fire } = await openProbe({
      kind: 'http',
      url: `${depth}/upload`,
      method: 'POST',
      bodyBytes: 2 * MB,
    });
    await fire();
    const sample = readings(await fire());
    const { uploadMs = Number.NaN, serverMs = Number.NaN, serviceMs } = sample;
    expect(sample.rttMs).toBeUndefined();
    // The server takes 8 MB a second.
    expect(uploadMs).toBeGreaterThan(200);
    expect(serverMs).toBeGreaterThanOrEqual(WORK_MS - 2);
    expect(uploadMs + serverMs).toBeLessThanOrEqual(serviceMs + 2);
    expect(uploadMs + serverMs).toBeGreaterThan(serviceMs * 0.7);
    expect(sample.bytesUp).toBeGreaterThan(2 * MB);
    expect(sample.bytesUp).toBeLessThan(2 * MB + 1000);
  });

  it('cannot be compressed, is the same bytes each time, and carries no type that asks for a preflight', async () => {
    const asked: RequestInit[] = [];
    const { fire } = await openProbe(
      { kind: 'http', url: `${depth}/upload`, method: 'POST', bodyBytes: 200_001 },
      {
        fetch: (url, init = {}) => {
          asked.push(init);
          return fetch(url, init);
        },
      },
    );
    await fire();
    await fire();
    const [first, second] = asked.map(({ body }) => body);
    if (!(first instanceof Blob)) throw new Error('The body is no blob.');
    expect(second).toBe(first);
    expect([first.size, first.type]).toEqual([200_001, '']);
    const packed = first.stream().pipeThrough(new CompressionStream('gzip'));
    expect((await new Response(packed).arrayBuffer()).byteLength).toBeGreaterThan(200_000);
  });

  it('of a server that does not tell when it had arrived keeps the server\u2019s time within', async () => {
    const value = encodeURIComponent('app;dur=1');
    const { fire } = await openProbe({
      kind: 'http',
      url: `${depth}/server-timing?value=${value}`,
      method: 'POST',
      bodyBytes: 50_000,
    });
    await fire();
    const { uploadMs, serverMs, rttMs, ttfbMs = Number.NaN } = readings(await fire());
    expect(serverMs).toBe(1);
    expect(rttMs).toBeUndefined();
    expect(uploadMs).toBeLessThanOrEqual(ttfbMs);
  });

  it('that fits into one flight is still a round trip, and a written body has its own length', async () => {
    const small = await openProbe({
      kind: 'http',
      url: `${depth}/upload`,
      method: 'POST',
      body: 'd\u00e9j\u00e0'.repeat(100),
    });
    await small.fire();
    const { uploadMs, rttMs, bytesUp = Number.NaN } = readings(await small.fire());
    expect(uploadMs).toBeUndefined();
    expect(rttMs).toBeDefined();
    const plain = await openProbe({ kind: 'http', url: `${depth}/upload`, method: 'POST' });
    expect(bytesUp - (readings(await plain.fire()).bytesUp ?? 0)).toBe(600);
  });

  it('of a chat has an upload time too', async () => {
    const { fire } = await openProbe({
      kind: 'chat',
      protocol: 'openai',
      url: `${inject('targetUrl')}/v1/chat/completions`,
      // More than one flight, and no more: the endpoint takes its time over each word.
      prompt: 'word '.repeat(8000),
      maxTokens: 2,
    });
    const { uploadMs, rttMs, bytesUp } = readings(await fire());
    // On the loopback it is shorter than a step of Firefox's clock, and then 0.
    expect(uploadMs).toBeGreaterThanOrEqual(0);
    expect(rttMs).toBeUndefined();
    expect(bytesUp).toBeGreaterThan(40_000);
  });
});

describe('an endpoint without CORS, asked without it', () => {
  const opaque = (path: string, more: object = {}) =>
    openProbe({ kind: 'http', url: `${depth}${path}`, mode: 'no-cors', ...more });

  it.each(['/opaque', '/opaque-500'])('counts any answer of %s, and says what is not known', async (path) => {
    const { fire, notes } = await opaque(path);
    await fire();
    const sample = readings(await fire());
    expect(sample).toMatchObject({ timingSource: 'opaque', preflight: false });
    const { serviceMs, responseMs, timingSource, preflight, lateMs, bytesUp, ...rest } = sample;
    const known = Object.entries(rest).filter(([, value]) => value !== undefined);
    expect(known.map(([key]) => key).sort()).toEqual(['dueEpochMs', 'dueMonoMs', 'outcome', 'seq']);
    expect(serviceMs).toBeGreaterThan(0);
    expect(notes).toEqual([]);
  });

  it('has phases where the endpoint lets them be read, and is labelled all the same', async () => {
    const { fire } = await opaque('/opaque-timed');
    await fire();
    const sample = readings(await fire());
    expect(sample).toMatchObject({ timingSource: 'opaque', newConnection: false, protocol: 'http/1.1' });
    expect(sample.rttMs).toBeDefined();
    expect(sample.bytesDown).toBeGreaterThan(0);
  });

  it('takes a POST', async () => {
    const { fire } = await opaque('/opaque', { method: 'POST', bodyBytes: 3000 });
    expect(await fire()).toMatchObject({ outcome: 'ok', timingSource: 'opaque' });
  });

  it('drops a body without an end, says so once, and counts the head from then on', async () => {
    const run = crypto.randomUUID();
    const sending = async () => Number(await (await fetch(`${depth}/endless?run=${run}`)).text());
    const { fire, notes } = await opaque(`/opaque-endless?run=${run}`);
    for (let i = 0; i < 3; i += 1) {
      const { serviceMs } = readings(await fire());
      expect(serviceMs).toBeLessThan(900);
    }
    expect(notes.map(({ detail }) => detail)).toEqual([expect.stringContaining('dropped after its head')]);
    await expect.poll(sending).toBe(0);
  });

  it('carries no secret, and says so', async () => {
    const asked: RequestInit[] = [];
    const { fire, notes } = await openProbe(
      { kind: 'http', url: `${depth}/opaque`, mode: 'no-cors' },
      {
        secret: { header: 'x-api-key', value: 'hunter2' },
        fetch: (url, init = {}) => {
          asked.push(init);
          return fetch(url, init);
        },
      },
    );
    expect((await fire()).outcome).toBe('ok');
    expect([...new Headers(asked[0]?.headers)]).toEqual([]);
    expect(asked[0]).toMatchObject({ redirect: 'follow', credentials: 'omit', cache: 'no-store' });
    expect(notes.map(({ detail }) => detail)).toEqual([expect.stringContaining('no secret')]);
  });

  it('fails by any name but CORS', async () => {
    const refuses = await openProbe(
      { kind: 'http', url: `${depth}/opaque`, mode: 'no-cors' },
      {
        // The knock gets through, what follows it does not.
        fetch: (() => {
          let calls = 0;
          return (url: string | URL | Request, init?: RequestInit) => {
            calls += 1;
            return calls === 2 ? fetch(url, init) : Promise.reject(new TypeError('refused'));
          };
        })(),
      },
    );
    expect(await refuses.fire()).toMatchObject({ outcome: 'failed', error: 'unknown' });
  });
});
