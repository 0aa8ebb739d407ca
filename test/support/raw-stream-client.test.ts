import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startChild } from './child.ts';
import { RawStreamClient } from './raw-stream-client.ts';
import { type RawStreamSample, rawStreamSamplesSchema } from './raw-stream-messages.ts';
import { type StreamServer, startStreamServer } from './stream-server.ts';
import { contents, DONE, ROLE, STOP, usage } from './streams/events.ts';
import { RECORDED, RECORDED_TEXT, RECORDED_TOKENS } from './streams/recorded.ts';
import { paced } from './streams/script.ts';

const GAP_MS = 120;
/** Nearer to the true piece than to any other, however busy the machine is. */
const LATE_MS = GAP_MS / 2;
const BODY = JSON.stringify({ model: 'm', stream: true, messages: [{ role: 'user', content: 'Hello' }] });
const TEXT = 'The dish looks up.';

describe('the raw stream client', () => {
  let server: StreamServer;
  beforeAll(async () => {
    server = await startStreamServer();
  });
  afterAll(() => server.close());

  const ask = async (path: string, requests = 1, intervalMs = 50): Promise<RawStreamSample[]> =>
    await new RawStreamClient({ port: server.port, path, body: BODY, intervalMs, requests }).finish();
  const logged = (path: string) => server.log.filter(({ address }) => address === path);

  it('times the first token and each gap as the server has handed them over', async () => {
    server.add('/slow', {
      pieces: paced([ROLE, ...contents('a', 'b', 'c', 'd'), STOP + usage(4) + DONE], 0, GAP_MS),
    });
    const samples = await ask('/slow', 3);
    const log = logged('/slow');
    expect(samples).toHaveLength(3);
    for (const [index, sample] of samples.entries()) {
      // Piece 0 is the role, the last one the end.
      const handed = (log[index]?.pieces ?? []).slice(1, -1).map(({ epochMs }) => epochMs);
      const [first = Number.NaN, ...others] = handed;
      expect(sample).toMatchObject({
        outcome: 'ok',
        status: 200,
        tokens: 4,
        finishReason: 'stop',
        text: 'abcd',
      });
      const readEpochMs = sample.sentEpochMs + (sample.ttftMs ?? Number.NaN);
      expect(readEpochMs).toBeGreaterThanOrEqual(first);
      expect(readEpochMs - first).toBeLessThan(LATE_MS);
      const gaps = others.map((epochMs, at) => epochMs - (handed[at] ?? Number.NaN));
      expect(sample.gapsMs).toHaveLength(gaps.length);
      for (const [at, gapMs] of sample.gapsMs.entries())
        expect(Math.abs(gapMs - (gaps[at] ?? Number.NaN))).toBeLessThan(LATE_MS);
      const span = (handed.at(-1) ?? Number.NaN) - first;
      expect(Math.abs((sample.tpotMs ?? Number.NaN) - span / 3)).toBeLessThan(LATE_MS / 3);
    }
  });

  it('sends when it is due, whatever became of the requests before', async () => {
    const samples = await ask('/role-only?due', 4, 100);
    for (const [index, { dueEpochMs, sentEpochMs }] of samples.entries()) {
      expect(dueEpochMs - (samples[0]?.dueEpochMs ?? Number.NaN)).toBeCloseTo(100 * index, 6);
      expect(sentEpochMs).toBeGreaterThanOrEqual(dueEpochMs);
      // Each answer takes over 400 ms: a closed loop would be late by more and more.
      expect(sentEpochMs - dueEpochMs).toBeLessThan(100);
    }
    // Nor was any connection free.
    expect(new Set(logged('/role-only?due').map(({ connection }) => connection)).size).toBe(4);
  });

  it('uses a connection again once it is free', async () => {
    const samples = await ask('/split/0', 3, 150);
    expect(samples.map(({ newConnection }) => newConnection)).toEqual([true, false, false]);
    expect(new Set(logged('/split/0').map(({ connection }) => connection)).size).toBe(1);
  });

  it.each([
    ['/role-only', TEXT, 5, 5],
    ['/role-null', TEXT, 5, 5],
    ['/many-tokens', 'The dish looks up and the beam comes down.', 12, 3],
    ['/many-chunks', TEXT, 5, 5],
    ['/one-write', TEXT, 5, 5],
    ['/usage-with-finish', TEXT, 5, 5],
    ['/usage-each-chunk', 'The dish looks', 3, 3],
    ['/crlf', TEXT, 5, 5],
    ['/cr', TEXT, 5, 5],
    ['/crlf-split', TEXT, 5, 5],
    ['/no-space', TEXT, 5, 5],
    ['/byte-order-mark', TEXT, 5, 5],
    ['/two-data-lines', TEXT, 5, 5],
    ['/other-fields', TEXT, 5, 5],
    ['/comments', TEXT, 5, 5],
    ['/ping-events', TEXT, 5, 5],
    ['/utf8-split', '\u00e9\u2603\u{1f6f0}\u00df', 4, 1],
    ['/reasoning-content', TEXT, 8, 8],
    ['/reasoning', TEXT, 8, 8],
    ['/no-usage', TEXT, undefined, 5],
    ['/no-done', TEXT, 5, 5],
    ['/fin-after-done', TEXT, 5, 5],
    ['/done-open', TEXT, 5, 5],
    ['/until-close', TEXT, 5, 5],
    ['/ollama', TEXT, 5, 5],
    ['/ollama-split', TEXT, 5, 5],
    ['/ollama-no-newline', TEXT, 5, 5],
  ])('is not misled by %s', async (path, text, tokens, pieces) => {
    const [sample] = await ask(path);
    expect(sample).toMatchObject({ outcome: 'ok', text });
    expect(sample?.tokens).toBe(tokens);
    expect((sample?.gapsMs.length ?? Number.NaN) + 1).toBe(pieces);
    expect(sample?.tpotMs === undefined).toBe(tokens === undefined);
  });

  it('tells reasoning from output', async () => {
    const [sample] = await ask('/reasoning?apart');
    const pieces = logged('/reasoning?apart').at(-1)?.pieces ?? [];
    const thought = (pieces[4]?.epochMs ?? Number.NaN) - (pieces[1]?.epochMs ?? Number.NaN);
    const apart = (sample?.ttfoMs ?? Number.NaN) - (sample?.ttftMs ?? Number.NaN);
    expect(apart).toBeGreaterThan(thought / 2);
    expect(apart).toBeLessThan(thought * 2);
  });

  it.each([
    '/truncated',
    '/truncated-at-once',
    '/truncated-in-event',
    '/truncated-fin',
    '/truncated-reset',
    '/error-after-200',
    '/error-first',
    '/error-event',
    '/web-page',
    '/whole-answer',
    '/ollama-truncated',
    '/ollama-error',
    '/busy-for-seconds',
    '/no-such-script',
  ])('never takes %s for an answer', async (path) => {
    expect(await ask(path)).toMatchObject([{ outcome: 'failed' }]);
  });

  it('gives up a request after its time', async () => {
    const client = new RawStreamClient({
      port: server.port,
      path: '/hang',
      body: BODY,
      intervalMs: 50,
      requests: 1,
      timeoutMs: 100,
    });
    expect(await client.finish()).toMatchObject([{ outcome: 'failed', status: 200 }]);
  });

  it('reads the same wherever the bytes are split', async () => {
    const every = Array.from({ length: 40 }, (_, index) => Math.round((index * RECORDED.length) / 39));
    const samples = await Promise.all(every.map((at) => ask(`/split/${at}`)));
    for (const [sample] of samples)
      expect(sample).toMatchObject({ outcome: 'ok', text: RECORDED_TEXT, tokens: RECORDED_TOKENS });
  });

  it('does the same in a process of its own', async () => {
    const child = await startChild(fileURLToPath(new URL('./raw-stream-process.ts', import.meta.url)));
    try {
      const options = { port: server.port, path: '/plain?child', body: BODY, intervalMs: 50, requests: 2 };
      await child.ask('start', options, v.undefined());
      const samples = await child.ask('finish', undefined, rawStreamSamplesSchema);
      expect(samples.map(({ outcome, text }) => [outcome, text])).toEqual([
        ['ok', TEXT],
        ['ok', TEXT],
      ]);
    } finally {
      await child.close();
    }
  });
});
