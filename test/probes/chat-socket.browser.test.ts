import { describe, expect, inject, it } from 'vitest';
import { openProbe } from './probe-bench.ts';

const faults = inject('faultsUrl').replace('http', 'ws');
const target = inject('targetUrl').replace('http', 'ws');
const closed = inject('closedUrl').replace('http', 'ws');
const chat = { kind: 'chat', timeoutMs: 1500 };
const realtime = (path: string) => ({
  ...chat,
  protocol: 'openai-realtime',
  url: `${faults}/realtime/${path}`,
});

/** Resolves once a turn finds a session ready. */
async function readyProbe(path: string) {
  const bench = await openProbe(realtime(path));
  let sample = await bench.fire();
  while (sample.outcome === 'ok' && sample.newConnection !== false) sample = await bench.fire();
  return { ...bench, sample };
}

describe('a model over WebSocket', () => {
  it('is asked in a session that is ready, and its tokens are timed and counted', async () => {
    const { sample, probe } = await readyProbe('ok');
    expect(sample).toMatchObject({
      outcome: 'ok',
      newConnection: false,
      chunks: 2,
      tokensOut: 5,
      tokensIn: 9,
      finishReason: 'completed',
      timingSource: 'message-event',
    });
    if (sample.outcome !== 'ok') throw new Error(sample.outcome);
    const { ttftMs = 0, e2eMs = 0, iclMs = [] } = sample;
    expect(iclMs).toHaveLength(1);
    expect(ttftMs + (iclMs[0] ?? 0)).toBeCloseTo(e2eMs, 3);
    expect(sample.serviceMs).toBeGreaterThanOrEqual(e2eMs);
    probe.close();
  });

  it('says that the opening of a connection is in the times where none was ready', async () => {
    const { fire, probe } = await openProbe(realtime('ok'));
    const both = [fire(), fire()];
    expect(
      (await Promise.all(both)).map((sample) => 'newConnection' in sample && sample.newConnection),
    ).toEqual([true, true]);
    probe.close();
  });

  it.each([
    ['cut', { outcome: 'failed', error: 'truncated' }],
    ['fails', { outcome: 'failed', error: 'stream-error' }],
    ['hang', { outcome: 'timeout', chunks: 2 }],
    ['refused', { outcome: 'failed', error: 'stream-error' }],
  ])('never takes %s for success', async (path, expected) => {
    const { fire, probe } = await openProbe(realtime(path));
    expect(await fire()).toMatchObject(expected);
    probe.close();
  });

  it('fails where nobody listens', async () => {
    const { fire, probe } = await openProbe({ ...chat, protocol: 'websocket', url: closed });
    expect(await fire()).toMatchObject({ outcome: 'failed', error: 'dns-or-connect' });
    probe.close();
  });

  it('takes the next message as the answer of a server that only replies', async () => {
    const { fire, probe } = await openProbe({ ...chat, protocol: 'websocket', url: `${target}/echo` });
    expect(await fire()).toMatchObject({ outcome: 'ok', chunks: 1, tpotMs: undefined });
    probe.close();
  });

  it('keeps the key out of every sample and note', async () => {
    const secret = { header: 'Authorization', value: 'Bearer hunter2' };
    const { fire, notes, probe } = await openProbe(realtime('ok'), { secret });
    expect(JSON.stringify([await fire(), notes])).not.toContain('hunter2');
    probe.close();
  });
});
