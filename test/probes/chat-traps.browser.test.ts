import { describe, expect, inject, it } from 'vitest';
import type { Sample } from '../../src/core/sample.ts';
import { millis } from '../../src/core/units.ts';
import { readLog } from '../support/streams/log.ts';
import { TRAPS } from '../support/streams/traps.ts';
import { openProbe } from './probe-bench.ts';

const streams = inject('streamsUrl');

const chat = (path: string, more: object = {}) => {
  const protocol = path.startsWith('/ollama') ? 'ollama-chat' : 'openai';
  return { kind: 'chat', protocol, url: `${streams}${path}`, timeoutMs: 1500, ...more };
};
const ask = async (path: string): Promise<Sample> => (await openProbe(chat(path))).fire();

const FIVE = { outcome: 'ok', chunks: 5, tokensOut: 5 };
const UNCOUNTED = { outcome: 'ok', chunks: 5, tokensOut: undefined, tpotMs: undefined };
const CUT = { outcome: 'failed', error: 'truncated' };
const FAULT = { outcome: 'failed', error: 'stream-error' };
const LATE = { outcome: 'timeout' };

const EXPECTED: Record<string, object> = {
  '/plain': FIVE,
  '/role-only': FIVE,
  '/role-null': FIVE,
  '/reasoning-content': { outcome: 'ok', chunks: 8, tokensOut: 8 },
  '/reasoning': { outcome: 'ok', chunks: 8, tokensOut: 8 },
  '/many-tokens': { outcome: 'ok', chunks: 3, tokensOut: 12 },
  '/many-chunks': FIVE,
  '/one-write': { ...FIVE, iclMs: [0, 0, 0, 0] },
  '/no-usage': UNCOUNTED,
  '/usage-with-finish': FIVE,
  '/usage-each-chunk': { outcome: 'ok', chunks: 3, tokensOut: 3 },
  '/truncated': CUT,
  '/truncated-at-once': CUT,
  '/truncated-in-event': CUT,
  '/truncated-fin': CUT,
  '/truncated-reset': CUT,
  '/no-done': FIVE,
  '/fin-after-done': FIVE,
  '/reset-after-done': FIVE,
  '/done-open': FIVE,
  '/finish-open': UNCOUNTED,
  '/stall': LATE,
  '/hang': LATE,
  '/until-close': FIVE,
  '/error-after-200': FAULT,
  '/error-first': FAULT,
  '/error-event': FAULT,
  // It has no finish reason either.
  '/whole-answer': CUT,
  '/web-page': { outcome: 'failed', error: 'malformed' },
  '/crlf': FIVE,
  '/cr': FIVE,
  '/crlf-split': FIVE,
  '/no-space': FIVE,
  '/byte-order-mark': FIVE,
  '/two-data-lines': FIVE,
  '/other-fields': FIVE,
  '/utf8-split': { outcome: 'ok', chunks: 1, tokensOut: 4 },
  '/comments': { ...FIVE, keepAlives: 9 },
  '/ping-events': { ...FIVE, keepAlives: 7 },
  '/refuses-stream-options': { outcome: 'failed', error: 'http-status', httpStatus: 400 },
  '/refuses-stream-options-422': { outcome: 'failed', error: 'http-status', httpStatus: 422 },
  '/busy-for-seconds': { outcome: 'failed', error: 'throttled', httpStatus: 429 },
  '/busy-until-date': { outcome: 'failed', error: 'throttled', httpStatus: 429 },
  '/untimed': { ...FIVE, timingSource: 'wall-clock' },
  '/unexposed': FIVE,
  '/closed': { outcome: 'failed', error: 'cors' },
  '/ollama': { ...FIVE, serverSource: 'ollama' },
  '/ollama-403': { outcome: 'failed', error: 'cors' },
  '/ollama-split': FIVE,
  '/ollama-no-newline': FIVE,
  '/ollama-truncated': CUT,
  '/ollama-error': FAULT,
};

describe('a trap of a stream', () => {
  it('is known, each of them', () => {
    expect(Object.keys(EXPECTED).sort()).toEqual(Object.keys(TRAPS).sort());
  });

  it.each(Object.entries(EXPECTED))('%s is seen for what it is', async (path, expected) => {
    // An address of its own, since some traps count their requests.
    expect(await ask(`${path}?${crypto.randomUUID()}`)).toMatchObject(expected);
  });

  it('gives the first token the time of its content, not of the role before it', async () => {
    const address = `/role-only?${crypto.randomUUID()}`;
    const sample = await ask(address);
    const logged = (await readLog(streams, address)).find(({ method }) => method === 'POST');
    if (sample.outcome !== 'ok' || logged === undefined) throw new Error(sample.outcome);
    const [role = 0, first = 0] = logged.pieces.map(({ epochMs }) => epochMs - logged.receivedEpochMs);
    const { ttftMs = 0, iclMs = [] } = sample;
    expect(ttftMs).toBeGreaterThanOrEqual(first - 1);
    expect(first - role).toBeGreaterThan(250);
    // Every gap is kept, and all add up to the time between the first and the last.
    expect(iclMs).toHaveLength(4);
    const sum = iclMs.reduce((all, ms) => all + ms, 0);
    expect(sum).toBeCloseTo((sample.e2eMs ?? 0) - ttftMs, 3);
  });

  it('tells reasoning from output', async () => {
    const sample = await ask('/reasoning');
    if (sample.outcome !== 'ok') throw new Error(sample.outcome);
    expect(sample.ttfoMs).toBeGreaterThan(sample.ttftMs ?? Number.POSITIVE_INFINITY);
  });

  it.each(['/refuses-stream-options', '/refuses-stream-options-422'])(
    '%s is asked without token counts from then on, and says so',
    async (path) => {
      const { fire, notes } = await openProbe(chat(path));
      await fire();
      expect(await fire()).toMatchObject(UNCOUNTED);
      expect(notes.map(({ detail }) => detail).join()).toContain('stream_options');
    },
  );

  it.each(['/busy-for-seconds', '/busy-until-date'])('%s is left alone, then asked again', async (path) => {
    const { fire, clock } = await openProbe(chat(`${path}?${crypto.randomUUID()}`));
    await fire();
    expect(await fire()).not.toHaveProperty('lateMs');
    await new Promise<void>((resolve) => clock.at(millis(clock.now() + 2100), resolve));
    expect(await fire()).toMatchObject(FIVE);
  });

  it('cut at any byte gives the same tokens', async () => {
    for (let at = 0; at < 2600; at += 97) {
      const sample = await ask(`/split/${at}`);
      expect(sample, `byte ${at}`).toMatchObject({ outcome: 'ok', chunks: 8, tokensOut: 9 });
    }
  });
});
