import { describe, expect, inject, it } from 'vitest';
import { openProbe } from './probe-bench.ts';

const faults = inject('faultsUrl');
const chat = { kind: 'chat', protocol: 'openai', timeoutMs: 1500 };

describe('chat probe', () => {
  it('times first token, pace and end of a stream, and counts tokens from the usage record', async () => {
    const { fire } = await openProbe({ ...chat, url: `${faults}/chat/ok` });
    const sample = await fire();
    expect(sample).toMatchObject({ outcome: 'ok', chunks: 2, tokensOut: 3, finishReason: 'stop' });
    if (sample.outcome !== 'ok') throw new Error(sample.outcome);
    expect(sample.rttMs).toBeUndefined();
    expect(sample.ttfoMs).toBe(sample.ttftMs);
    expect(sample.e2eMs).toBeGreaterThanOrEqual(sample.ttftMs ?? Number.POSITIVE_INFINITY);
    // Both contents came in one read, so that the pace cannot be told from zero, but it is a measurement.
    expect(sample.tpotMs).toBeGreaterThanOrEqual(0);
  });

  it('takes [DONE] as the end where the server leaves the connection open', async () => {
    const { fire } = await openProbe({ ...chat, url: `${faults}/chat/open` });
    expect(await fire()).toMatchObject({ outcome: 'ok', finishReason: 'stop' });
  });

  it.each([
    ['/chat/cut', 'failed', 'truncated'],
    ['/chat/short', 'failed', 'truncated'],
    ['/chat/error', 'failed', 'stream-error'],
    ['/chat/garbage', 'failed', 'malformed'],
    ['/chat/html', 'failed', 'malformed'],
    ['/429', 'failed', 'throttled'],
    ['/500', 'failed', 'http-status'],
    ['/no-cors', 'failed', 'cors'],
    ['/chat/hang', 'timeout', undefined],
  ])('never takes %s for success', async (path, outcome, error) => {
    const { fire } = await openProbe({ ...chat, url: `${faults}${path}` });
    const sample = await fire();
    expect(sample.outcome).toBe(outcome);
    expect('error' in sample ? sample.error : undefined).toBe(error);
  });

  it('sends the key as a header, and only there', async () => {
    const { fire, notes } = await openProbe(
      { ...chat, url: `${faults}/chat/ok` },
      { header: 'Authorization', value: 'Bearer hunter2' },
    );
    expect(JSON.stringify([await fire(), notes])).not.toContain('hunter2');
  });
});
