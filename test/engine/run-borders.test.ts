import { describe, expect, it } from 'vitest';
import { epochMillis } from '../../src/core/units.ts';
import { CampaignRun } from '../../src/engine/campaign-run.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { createBench, planOf } from './run-support.ts';

const CLOCK_START = 1_790_000_000_000;
const HOUR = 3_600_000;
const echo = { kind: 'websocket', url: 'ws://host/echo', intervalMs: 100, jitter: 0, timeoutMs: 5000 };
const two = [
  { ...echo, name: 'a' },
  { ...echo, name: 'b' },
];
const seqs = (samples: readonly { seq: number }[]) => samples.map(({ seq }) => seq);
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

describe('the end', () => {
  it('keeps no timer alive and writes no event after the run has ended', async () => {
    const bench = createBench({
      plan: { durationS: 10, probes: [{ ...echo, name: 'a', intervalMs: 7000 }] },
    });
    await bench.run.start();
    await bench.clock.run(30_000);
    expect(bench.end()).toBe('finished');
    const before = bench.events.length;
    bench.clock.freeze(60_000);
    await bench.clock.run(60_000);
    expect(bench.events.slice(before)).toEqual([]);
  });

  it('has a row for every due time of every probe when the page was frozen over the planned end', async () => {
    const bench = createBench({ plan: { durationS: 10, probes: two } });
    await bench.run.start();
    await bench.clock.run(5000);
    bench.clock.freeze(20_000);
    await bench.clock.run(20_000);
    expect(bench.end()).toBe('finished');
    expect(seqs(bench.final(0))).toEqual(upTo(100));
    expect(seqs(bench.final(1))).toEqual(upTo(100));
  });

  it('has a row for every due time when the campaign goes on after its planned end', async () => {
    const bench = createBench({
      plan: { durationS: 60, probes: two },
      input: {
        startedEpochMs: epochMillis(CLOCK_START - 100_000),
        aliveEpochMs: epochMillis(CLOCK_START - 90_000),
        progress: [
          { nextSeq: 100, holes: [] },
          { nextSeq: 100, holes: [] },
        ],
      },
    });
    await bench.run.start();
    await bench.clock.run(5000);
    expect(bench.end()).toBe('finished');
    expect(bench.final(0).at(-1)?.seq).toBe(599);
    expect(bench.final(1).at(-1)?.seq).toBe(599);
  });

  it('lets the user end the wait for the last answers', async () => {
    const probes = [{ ...echo, name: 'a', timeoutMs: 600_000 }];
    const bench = createBench({ plan: { durationS: 5, probes }, answer: () => undefined });
    await bench.run.start();
    await bench.clock.run(10_000);
    expect(bench.end()).toBeUndefined();
    bench.run.stop('user');
    await bench.clock.run(10_000);
    expect(bench.end()).toBeDefined();
  });
});

describe('going on', () => {
  it('probes again at once when the wall clock was set back while the page was closed', async () => {
    const bench = createBench({
      plan: { durationS: 7200, probes: [{ ...echo, name: 'a' }] },
      input: {
        // Measured for an hour; then the clock was set back by half an hour.
        startedEpochMs: epochMillis(CLOCK_START - HOUR / 2),
        aliveEpochMs: epochMillis(CLOCK_START + HOUR / 2),
        progress: [
          {
            nextSeq: 36_000,
            holes: [],
            last: { seq: 35_999, dueEpochMs: epochMillis(CLOCK_START + HOUR / 2) },
          },
        ],
      },
    });
    await bench.run.start();
    await bench.clock.run(60_000);
    expect(bench.final().filter(({ outcome }) => outcome === 'ok').length).toBeGreaterThan(500);
  });

  it('writes no unmeasured due time into an hour that was measured before the reload', async () => {
    // One hour measured, eight hours asleep (the monotonic clock stood still), one hour measured, reload.
    const aliveEpochMs = epochMillis(CLOCK_START - 10_000);
    const bench = createBench({
      plan: { durationS: 20 * 3600, probes: [{ ...echo, name: 'a', intervalMs: 1000 }] },
      input: {
        startedEpochMs: epochMillis(CLOCK_START - 10 * HOUR),
        aliveEpochMs,
        progress: [{ nextSeq: 7190, holes: [], last: { seq: 7189, dueEpochMs: aliveEpochMs } }],
      },
    });
    await bench.run.start();
    await bench.clock.run(5000);
    const first = bench.final()[0];
    expect(first?.dueEpochMs).toBeGreaterThanOrEqual(aliveEpochMs - 2000);
    expect(bench.final().filter(({ outcome }) => outcome === 'unmeasured').length).toBeLessThan(30);
  });

  it('closes the holes of the run before even when it is stopped while connections still open', async () => {
    const clock = new VirtualClock();
    const seen: number[] = [];
    const events: string[] = [];
    const run = new CampaignRun(
      {
        plan: planOf({ probes: [{ ...echo, name: 'a' }] }),
        seed: 7,
        bytes: 0,
        startedEpochMs: epochMillis(CLOCK_START - 30_000),
        aliveEpochMs: epochMillis(CLOCK_START - 20_000),
        progress: [{ nextSeq: 100, holes: [97, 98] }],
      },
      {
        clock,
        createProbe: () => ({
          maxInFlight: 10,
          open: () => new Promise<void>(() => {}),
          fire: () => {},
          knock: () => Promise.resolve({ arrived: false, bytes: 0 }),
          close: () => {},
        }),
        sample: (_, sample) => seen.push(sample.seq),
        event: ({ kind }) => events.push(kind),
        started: () => {},
      },
    );
    void run.start();
    await clock.run(1000);
    run.stop('user');
    await clock.run(10_000);
    expect(seen.slice(0, 2)).toEqual([97, 98]);
    expect(events).toContain('gap');
  });
});

describe('bytes', () => {
  it('counts what was sent and received across a gap in measuring', async () => {
    const bench = createBench({ plan: { probes: [{ ...echo, name: 'a' }] }, answer: () => 900, bytes: 1000 });
    await bench.run.start();
    await bench.clock.run(5000);
    bench.clock.freeze(3000);
    await bench.clock.run(5000);
    bench.run.stop('user');
    await bench.clock.run(5000);
    const sent = bench.final().filter((s) => 'lateMs' in s && s.lateMs !== undefined).length;
    expect(bench.run.bytes).toBe(sent * 1000);
  });

  it('counts what is sent beside the probes against the budget', async () => {
    const bench = createBench({
      plan: { dataBudgetMB: 1, probes: [{ ...echo, name: 'a' }] },
      answer: () => 10,
      bytes: 1000,
    });
    await bench.run.start();
    bench.run.spend(999_500);
    await bench.clock.run(5000);
    expect(bench.end()).toBe('data-budget');
  });

  it('keeps the budget when the first answers are large and slow', async () => {
    const bench = createBench({
      plan: {
        dataBudgetMB: 8,
        probes: [{ ...echo, kind: 'http', url: 'http://host/', name: 'a', intervalMs: 500 }],
      },
      answer: () => 3000,
      bytes: 5_000_000,
    });
    await bench.run.start();
    await bench.clock.run(30_000);
    expect(bench.end()).toBe('data-budget');
    expect(bench.run.bytes).toBeLessThanOrEqual(8_000_000);
  });
});

describe('a fault of the app', () => {
  it('costs the due time in which it happened, and neither the schedule nor another probe', async () => {
    const bench = createBench({
      plan: { durationS: 10, probes: two },
      answer: ({ seq }) => {
        if (seq % 10 === 5) throw new Error('a fault');
        return 40;
      },
    });
    await bench.run.start();
    let faults = 0;
    while (bench.end() === undefined) {
      await bench.clock.run(1000).catch(() => {
        faults += 1;
      });
    }
    expect(faults).toBe(20);
    expect(bench.end()).toBe('finished');
    for (const probe of [0, 1]) {
      expect(seqs(bench.final(probe))).toEqual(upTo(100));
      const lost = bench.final(probe).filter(({ outcome }) => outcome !== 'ok');
      expect(seqs(lost)).toEqual(upTo(10).map((i) => 10 * i + 5));
      expect(new Set(lost.map(({ outcome }) => outcome))).toEqual(new Set(['unmeasured']));
    }
  });
});
