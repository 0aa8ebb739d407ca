import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMillis, type Millis } from '../../src/core/units.ts';
import { createBench } from './run-support.ts';

const outcomes = (samples: readonly { outcome: string }[]) => new Set(samples.map(({ outcome }) => outcome));

describe('open loop', () => {
  it('sends on time while the far end stalls, so that the stall is seen by every due time in it', async () => {
    let stalledUntil: number | undefined;
    const bench = createBench({
      answer: (shot) => {
        if (shot.seq === 50) stalledUntil = shot.sentMonoMs + 3000;
        return Math.max(40, (stalledUntil ?? 0) - shot.sentMonoMs);
      },
    });
    await bench.run.start();
    await bench.clock.run(20_000);
    const slow = bench.final().filter((s) => 'responseMs' in s && (s.responseMs ?? 0) > 100);
    // 3 s of stall at ten due times a second; a closed loop would have seen one.
    expect(slow.length).toBeGreaterThan(25);
    expect(slow.every((s) => 'lateMs' in s && s.lateMs === 0)).toBe(true);
  });

  it('numbers due times from 0 without gap or repeat and keeps each within its jitter', async () => {
    const bench = createBench({ plan: { durationS: 10 } });
    await bench.run.start();
    await bench.clock.run(30_000);
    const all = bench.final();
    expect(bench.end()).toBe('finished');
    expect(all.map((s) => s.seq)).toEqual(all.map((_, i) => i));
    expect(all.length).toBe(100);
    const start = bench.events.find((event) => event.kind === 'start')?.monoMs ?? Number.NaN;
    const offsets = all.map((s) => (s.dueMonoMs - start - s.seq * 100) / 100);
    expect(Math.min(...offsets)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...offsets)).toBeLessThan(0.8);
    expect(Math.max(...offsets) - Math.min(...offsets)).toBeGreaterThan(0.7);
  });

  it('skips what is beyond the cap in flight instead of waiting', async () => {
    const bench = createBench({ maxInFlight: 3, answer: () => undefined });
    await bench.run.start();
    await bench.clock.run(4000);
    const all = bench.final();
    expect(all.filter((s) => s.outcome === 'skipped').length).toBeGreaterThan(30);
    expect(bench.run.lanes[0]?.inFlight.size).toBe(3);
  });

  it('shares six connections to a host between HTTP probes', async () => {
    const http = { kind: 'http', url: 'http://host/a', intervalMs: 100 };
    const probes = [
      { ...http, name: 'a' },
      { ...http, name: 'b', url: 'http://HOST/b' },
      { ...http, name: 'other', url: 'http://else/' },
    ];
    const bench = createBench({ plan: { probes }, answer: () => undefined });
    await bench.run.start();
    await bench.clock.run(3000);
    const [a, b, other] = bench.run.lanes.map((lane) => lane.inFlight.size);
    expect((a ?? 0) + (b ?? 0)).toBe(6);
    expect(other).toBe(6);
  });

  it.each([
    ['h2', 25, 40],
    ['h3', 25, 40],
    ['http/1.1', 6, 6],
  ])('knows from the first answer how many requests %s takes at once', async (protocol, least, most) => {
    const bench = createBench({
      plan: { probes: [{ kind: 'http', name: 'a', url: 'https://host/a', intervalMs: 100 }] },
      protocol,
      answer: ({ seq }) => (seq === 0 ? 40 : undefined),
    });
    await bench.run.start();
    await bench.clock.run(3150);
    const inFlight = bench.run.lanes[0]?.inFlight.size ?? 0;
    expect(inFlight).toBeGreaterThanOrEqual(least);
    expect(inFlight).toBeLessThanOrEqual(most);
  });
});

describe('answers', () => {
  it('turns a timeout into late when the echo comes after all', async () => {
    const bench = createBench({ answer: ({ seq }) => (seq === 3 ? 7000 : seq === 4 ? undefined : 40) });
    await bench.run.start();
    await bench.clock.run(20_000);
    expect(bench.final()[3]).toMatchObject({ outcome: 'late', serviceMs: 7000 });
    expect(bench.final()[4]).toMatchObject({ outcome: 'timeout' });
  });

  it('writes off as unmeasured what is in flight when the user stops', async () => {
    const bench = createBench({ answer: () => undefined });
    await bench.run.start();
    await bench.clock.run(1000);
    bench.run.stop('user');
    await bench.clock.run(3000);
    expect(bench.end()).toBe('user');
    expect(outcomes(bench.final())).toEqual(new Set(['unmeasured']));
  });
});

describe('data budget', () => {
  it('stops in order before the budget is exceeded', async () => {
    const bench = createBench({ plan: { dataBudgetMB: 0.01 }, bytes: 1000 });
    await bench.run.start();
    await bench.clock.run(60_000);
    expect(bench.end()).toBe('data-budget');
    expect(bench.run.bytes).toBeLessThanOrEqual(10_000);
    expect(bench.run.bytes).toBeGreaterThan(7000);
    expect(outcomes(bench.final())).toEqual(new Set(['ok']));
  });
});

describe('data budget of an upload', () => {
  const upload = { kind: 'http', name: 'up', url: 'http://host/', method: 'POST', intervalMs: 1000 };

  it('sends none that alone would break it', async () => {
    const bench = createBench({
      plan: { dataBudgetMB: 50, probes: [{ ...upload, bodyBytes: 64_000_000 }] },
      bytes: 64_000_200,
    });
    await bench.run.start();
    await bench.clock.run(10_000);
    expect(bench.end()).toBe('data-budget');
    expect(bench.run.bytes).toBe(0);
  });

  it('counts the body of one under way, whose answer nobody has seen', async () => {
    const bench = createBench({
      plan: { dataBudgetMB: 50, probes: [{ ...upload, bodyBytes: 20_000_000 }] },
      bytes: 20_000_200,
      answer: () => 4500,
    });
    await bench.run.start();
    await bench.clock.run(60_000);
    expect(bench.end()).toBe('data-budget');
    expect(bench.run.bytes).toBeLessThanOrEqual(50e6);
    expect(bench.run.bytes).toBeGreaterThan(0);
  });
});

describe('gaps in measuring', () => {
  it('marks a frozen page as one gap, its due times and what was in flight as unmeasured', async () => {
    const bench = createBench({ answer: () => 300 });
    await bench.run.start();
    await bench.clock.run(5000);
    bench.clock.freeze(8000);
    await bench.clock.run(5000);
    const gaps = bench.events.filter((event) => event.kind === 'gap');
    expect(gaps).toHaveLength(1);
    expect(gaps[0]?.cause).toBe('frozen');
    expect(gaps[0]?.durationMs).toBeGreaterThanOrEqual(8000);
    expect(gaps[0]?.durationMs).toBeLessThan(8300);
    const lost = bench.final().filter((s) => s.outcome === 'unmeasured');
    expect(lost.length).toBeGreaterThan(65);
    const slowest = Math.max(...bench.final().map((s) => ('responseMs' in s ? (s.responseMs ?? 0) : 0)));
    // Due times in the gap are not made up for after it: their response times would hold a part of it.
    expect(slowest).toBeLessThan(310);
  });

  it('sends nothing that was due in a freeze which began while due times were being sent', async () => {
    const probes = ['a', 'b'].map((name) => ({
      ...{ kind: 'websocket', url: 'ws://host/echo', intervalMs: 100, timeoutMs: 5000, jitter: 0 },
      name,
    }));
    const bench = createBench({
      plan: { probes },
      maxInFlight: 3,
      answer: ({ seq, sentMonoMs }) => {
        // The first probe of the moment is under way when the page stands still.
        if (seq === 50 && bench.clock.now() === sentMonoMs) bench.clock.freeze(5000);
        return 40;
      },
    });
    await bench.run.start();
    await bench.clock.run(12_000);
    const gap = bench.events.find((event) => event.kind === 'gap');
    const [from, to] = [gap?.epochMs ?? 0, (gap?.epochMs ?? 0) + (gap?.durationMs ?? 0)];
    expect(to - from).toBeGreaterThanOrEqual(5000);
    for (const probe of [0, 1]) {
      const within = bench.final(probe).filter((s) => s.dueEpochMs > from && s.dueEpochMs < to);
      expect(within.length).toBeGreaterThan(45);
      expect(outcomes(within)).toEqual(new Set(['unmeasured']));
    }
  });

  it('reports a wall clock that jumped ahead as sleep-or-step and keeps durations', async () => {
    const bench = createBench({ answer: () => 300, plan: { durationS: 7200 } });
    await bench.run.start();
    await bench.clock.run(5000);
    bench.clock.jumpWall(600_000);
    await bench.clock.run(5000);
    const gap = bench.events.find((event) => event.kind === 'gap');
    expect(gap?.cause).toBe('sleep-or-step');
    expect(Math.abs((gap?.durationMs ?? 0) - 600_000)).toBeLessThan(300);
    const answered = bench.final().filter((s) => s.outcome === 'ok');
    const times = answered.map((s) =>
      'serviceMs' in s ? Math.round(s.serviceMs ?? Number.NaN) : Number.NaN,
    );
    expect(new Set(times)).toEqual(new Set([300]));
  });

  it('notes a wall clock that was set back, and loses nothing by it', async () => {
    const bench = createBench({ plan: { durationS: 7200 } });
    await bench.run.start();
    await bench.clock.run(5000);
    bench.clock.jumpWall(-90_000);
    await bench.clock.run(5000);
    expect(bench.events.find((event) => event.kind === 'clock-step')?.durationMs).toBeCloseTo(90_000, 0);
    expect(bench.events.some((event) => event.kind === 'gap')).toBe(false);
    expect(outcomes(bench.final())).toEqual(new Set(['ok']));
  });
});

describe('going on after a reload', () => {
  it('fills holes and the time between as unmeasured and goes on with the numbering', async () => {
    const clockStart = 1_790_000_000_000;
    const bench = createBench({
      input: {
        startedEpochMs: epochMillis(clockStart - 30_000),
        aliveEpochMs: epochMillis(clockStart - 20_000),
        progress: [{ nextSeq: 100, holes: [97, 98] }],
      },
    });
    await bench.run.start();
    await bench.clock.run(5000);
    const all = bench.final();
    expect(all.map((s) => s.seq).slice(0, 3)).toEqual([97, 98, 100]);
    expect(all.slice(2).map((s) => s.seq)).toEqual(all.slice(2).map((_, i) => 100 + i));
    const firstSent = all.find((s) => s.outcome === 'ok');
    expect(all.every((s) => !('lateMs' in s) || (s.lateMs ?? 0) < 10)).toBe(true);
    expect(firstSent?.seq).toBeGreaterThan(280);
    const gap = bench.events.find((event) => event.kind === 'gap');
    expect(gap).toMatchObject({ cause: 'closed', epochMs: clockStart - 20_000, durationMs: 20_000 });
  });
});

describe('silence', () => {
  it('knocks once a second over a fresh connection after 2 s of silence and notes the answer', async () => {
    let up = false;
    const bench = createBench({ answer: ({ seq }) => (seq < 50 ? 40 : undefined), knock: () => up });
    await bench.run.start();
    await bench.clock.run(10_000);
    expect(bench.run.silentSinceEpochMs).toBeDefined();
    const gaps = bench.knocks.slice(1).map((at, i) => at - (bench.knocks[i] ?? 0));
    expect(bench.knocks.length).toBeGreaterThanOrEqual(3);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1000);
    expect(Math.max(...gaps)).toBeLessThan(1300);
    expect(bench.events.some((event) => event.kind === 'fresh-connection')).toBe(false);
    up = true;
    await bench.clock.run(2000);
    expect(bench.events.some((event) => event.kind === 'fresh-connection')).toBe(true);
    expect(bench.run.silentSinceEpochMs).toBeUndefined();
  });

  it('does not knock while answers come', async () => {
    const bench = createBench();
    await bench.run.start();
    await bench.clock.run(30_000);
    expect(bench.knocks).toEqual([]);
  });
});

it('keeps one sample a due time, whatever happens', async () => {
  const happening = fc.oneof(
    fc.record({ kind: fc.constant('run' as const), ms: fc.integer({ min: 1, max: 4000 }) }),
    fc.record({ kind: fc.constant('freeze' as const), ms: fc.integer({ min: 1, max: 9000 }) }),
    fc.record({ kind: fc.constant('jump' as const), ms: fc.integer({ min: -9000, max: 9000 }) }),
  );
  const delays = fc.array(fc.option(fc.integer({ min: 1, max: 9000 }), { nil: undefined }), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 12 }), delays, async (happenings, list) => {
      const bench = createBench({ answer: ({ seq }) => list[seq % list.length], maxInFlight: 20 });
      await bench.run.start();
      for (const { kind, ms } of happenings) {
        if (kind === 'run') await bench.clock.run(ms);
        else if (kind === 'freeze') bench.clock.freeze(ms);
        else bench.clock.jumpWall(ms);
      }
      bench.run.stop('user');
      await bench.clock.run(20_000);
      const all = bench.final();
      expect(all.map((s) => s.seq)).toEqual(all.map((_, i) => i));
      expect(bench.samples[0]?.filter((s) => s.outcome !== 'late').length).toBe(all.length);
      const due = all.map((s): Millis => s.dueMonoMs);
      expect(due).toEqual([...due].sort((a, b) => a - b));
    }),
    { numRuns: 150 },
  );
});
