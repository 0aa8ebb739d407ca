import { describe, expect, it } from 'vitest';
import { millis } from '../../src/core/units.ts';
import { type BenchOptions, createBench } from './run-support.ts';

/** Ten messages a second, each a whole tenth after the start. */
const PLAN = {
  probes: [
    { kind: 'websocket', name: 'echo', url: 'ws://host/echo', intervalMs: 100, timeoutMs: 5000, jitter: 0 },
  ],
};

async function momentOf(options: BenchOptions, askedAfterMs: number): Promise<{ at: number; asked: number }> {
  const bench = createBench({ plan: PLAN, ...options });
  await bench.run.start();
  const start = bench.clock.now();
  await bench.clock.run(2000 + askedAfterMs);
  const asked = bench.clock.now() - start;
  let at = Number.NaN;
  void bench.run.quietMoment(millis(150)).then(() => {
    at = bench.clock.now() - start;
  });
  await bench.clock.run(300);
  return { at, asked };
}

describe('work that is not measuring', () => {
  it('waits for the answer that is on its way', async () => {
    const { at } = await momentOf({ answer: () => 40 }, 10);
    expect(at).toBe(2040);
  });

  it('begins at once where nothing is on its way', async () => {
    const { at, asked } = await momentOf({ answer: () => 40 }, 60);
    expect(at).toBe(asked);
  });

  it('does not begin just before the next due time', async () => {
    const { at } = await momentOf({ answer: () => 40 }, 95);
    expect(at).toBe(2140);
  });

  it('waits no longer than it was told, however busy the link is', async () => {
    const { at, asked } = await momentOf({ answer: () => 1000 }, 10);
    expect(at - asked).toBe(150);
  });
});
