import { afterEach, expect, it } from 'vitest';
import { startTarget, type Target } from '../../src/target/target.ts';
import { type LinkRecord, truthMs } from './link-truth.ts';
import { type Link, parseTrace, startLink } from './linkemu.ts';
import { median } from './quantile.ts';
import { startRawClient } from './raw-client.ts';

const STEADY: LinkRecord = { startedEpochMs: 1000, delay: 30, holds: [] };
const hold = (kind: 'stall' | 'blackout', fromEpochMs: number, ms: number) => ({
  kind,
  fromEpochMs,
  toEpochMs: fromEpochMs + ms,
});

it('adds half of the round trip in each direction, and waits out a stall where it meets it', () => {
  expect(truthMs(STEADY, [1000, 1500], false)).toEqual([30, 30]);
  const stalled = { ...STEADY, holds: [hold('stall', 2000, 500)] };
  // Up to the far end before the stall, then held on the way back; held on the way there; and after it.
  expect(truthMs(stalled, [1975, 2000, 2490, 2500], false)).toEqual([525, 515, 30, 30]);
});

it('sends again what was lost in a blackout, and lets a stream wait behind it', () => {
  const down = { ...STEADY, holds: [hold('blackout', 2000, 500)] };
  // 200 ms later the link is still down, 600 ms later it is up.
  expect(truthMs(down, [2000, 2550], false)).toEqual([630, 30]);
  expect(truthMs(down, [2000, 2550], true)).toEqual([630, 80]);
});

let target: Target | undefined;
let link: Link | undefined;
afterEach(async () => {
  await link?.close();
  await target?.close();
});

it('is what a raw client sees on the real link, with loss and a stall', async () => {
  target = await startTarget({ host: '127.0.0.1' });
  link = await startLink({ target: { host: '127.0.0.1', port: target.port }, delay: 40 });
  const client = await startRawClient({
    port: link.port,
    http: { path: '/ping', intervalMs: 40, connections: 30 },
    websocket: { path: '/echo', intervalMs: 20 },
  });
  const delay = parseTrace('t_s,rtt_ms\n0,40\n0.7,\n1,90\n60,90\n');
  const epochNow = (): number => performance.timeOrigin + performance.now();
  const startedEpochMs = epochNow();
  link.setDelay(delay);
  const until = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  await until(2000);
  const stall = hold('stall', epochNow(), 600);
  link.stall(600);
  await until(1500);
  const run = client.stop();
  for (const kind of ['http', 'websocket'] as const) {
    const answered = run[kind].filter((sample) => sample.dueEpochMs > startedEpochMs && sample.responseMs);
    const seen = answered.map(({ responseMs = Number.NaN }) => responseMs);
    const truth = truthMs(
      { startedEpochMs, delay, holds: [stall] },
      answered.map(({ dueEpochMs }) => dueEpochMs),
      kind === 'websocket',
    );
    const ratios = (fromMs: number): number[] =>
      seen.flatMap((ms, i) => ((truth[i] ?? 0) > fromMs ? [ms / (truth[i] ?? 0)] : []));
    // All of them, and by themselves those that the loss or the stall held up.
    for (const fromMs of [0, 150]) {
      expect(ratios(fromMs).length).toBeGreaterThan(10);
      expect(median(ratios(fromMs))).toBeGreaterThan(0.95);
      expect(median(ratios(fromMs))).toBeLessThan(1.5);
    }
    expect(Math.max(...truth)).toBeGreaterThan(550);
    // The time until it was sent is part of the response, and never of the round trip.
    for (const { rttMs = 0, responseMs = 0 } of answered) expect(rttMs).toBeLessThanOrEqual(responseMs);
    expect(median(answered.map(({ rttMs = 0, responseMs = 1 }) => rttMs / responseMs))).toBeGreaterThan(0.7);
  }
});
