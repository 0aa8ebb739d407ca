import { describe, expect, it } from 'vitest';
import { epochMillis } from '../../src/core/units.ts';
import { createBench } from './run-support.ts';

const probe = {
  kind: 'websocket',
  name: 'echo',
  url: 'ws://host/echo',
  intervalMs: 100,
  jitter: 0,
  timeoutMs: 60_000,
};
const plan = { durationS: 7200, probes: [probe] };

describe('a run that hands over to another worker', () => {
  it('ends within a second or so, whatever is still in flight, and says that the campaign has not', async () => {
    const quick = createBench({ plan, answer: () => 40 });
    await quick.run.start();
    await quick.clock.run(5050);
    quick.run.stop('handed-over');
    await quick.clock.run(100);
    expect(quick.end()).toBe('handed-over');
    expect(quick.events.map(({ kind }) => kind)).toEqual(['start']);

    const slow = createBench({ plan, answer: ({ seq }) => (seq % 2 === 0 ? 500 : 30_000) });
    await slow.run.start();
    await slow.clock.run(5050);
    slow.run.stop('handed-over');
    await slow.clock.run(1500);
    expect(slow.end()).toBe('handed-over');
    const all = slow.final();
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, i) => i));
    const open = all.filter(({ outcome }) => outcome === 'unmeasured');
    expect(open.length).toBeGreaterThan(0);
    expect(open.every(({ seq }) => seq % 2 === 1)).toBe(true);
  });

  it('cannot, while it is ending anyway', async () => {
    const bench = createBench({ plan, answer: () => 40 });
    await bench.run.start();
    await bench.clock.run(1000);
    expect(bench.run.isMeasuring).toBe(true);
    bench.run.stop('user');
    expect(bench.run.isMeasuring).toBe(false);
    bench.run.stop('handed-over');
    await bench.clock.run(3000);
    expect(bench.end()).toBe('user');
  });

  it('leaves a gap that says why, and not one due time without a row', async () => {
    const first = createBench({ plan, answer: () => 40 });
    await first.run.start();
    await first.clock.run(5050);
    const stoppedEpochMs = first.clock.epochNow();
    first.run.stop('handed-over');
    await first.clock.run(500);
    const before = first.final();
    const last = before.at(-1);
    const startedEpochMs = first.events[0]?.epochMs;
    if (last === undefined || startedEpochMs === undefined) throw new Error('Nothing was measured.');

    const second = createBench({
      plan,
      answer: () => 40,
      input: {
        startedEpochMs,
        aliveEpochMs: stoppedEpochMs,
        handedOver: true,
        progress: [
          {
            nextSeq: before.length,
            holes: [],
            last: { seq: last.seq, dueEpochMs: epochMillis(last.dueEpochMs) },
          },
        ],
      },
    });
    await second.clock.run(5550 + 700);
    await second.run.start();
    await second.clock.run(5000);
    const all = [...before, ...second.final()];
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, i) => i));
    const lost = all.filter(({ outcome }) => outcome !== 'ok').map(({ dueEpochMs }) => dueEpochMs);
    const gap = second.events.find(({ kind }) => kind === 'gap');
    expect(gap).toMatchObject({ cause: 'closed', detail: expect.stringContaining('was exchanged') });
    const from = Number(gap?.epochMs);
    expect(from).toBe(stoppedEpochMs);
    expect(lost.length).toBeGreaterThan(0);
    expect(lost.every((due) => due >= from && due <= from + Number(gap?.durationMs))).toBe(true);
  });
});
