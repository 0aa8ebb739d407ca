import { describe, expect, it } from 'vitest';
import { encodeBatch } from '../../src/core/batch-codec.ts';
import { LiveOutages } from '../../src/core/link/live-outages.ts';
import { findOutages } from '../../src/core/link/outages.ts';
import { trackOf } from '../../src/core/link/track.ts';
import { gapsOf } from '../../src/core/link/unobserved.ts';
import { epochMillis, millis } from '../../src/core/units.ts';
import { type Bench, createBench, planOf } from './run-support.ts';

const ANSWER_MS = 300;
const probe = {
  kind: 'websocket',
  name: 'echo',
  url: 'ws://host/echo',
  intervalMs: 100,
  jitter: 0,
  timeoutMs: 5000,
};

/** Ten seconds of answers that each take 300 ms, something that happens while three are in flight, ten seconds more. */
async function around(happens: (bench: Bench) => void): Promise<Bench> {
  const bench = createBench({ plan: { durationS: 7200, probes: [probe] }, answer: () => ANSWER_MS });
  await bench.run.start();
  await bench.clock.run(10_000);
  expect(bench.run.lanes[0]?.inFlight.size).toBeGreaterThan(0);
  happens(bench);
  await bench.clock.run(10_000);
  bench.run.stop('user');
  await bench.clock.run(3000);
  return bench;
}

function outagesOf(bench: Bench) {
  const [lane] = bench.run.lanes;
  if (lane === undefined) throw new Error('There is no lane.');
  const tracks = [trackOf(lane.spec, [encodeBatch(bench.final())])];
  const endEpochMs = bench.clock.epochNow();
  return findOutages({ tracks, freshEpochMs: [], gaps: gapsOf(bench.events), endEpochMs });
}

const times = (bench: Bench) =>
  bench
    .final()
    .flatMap((s) => (s.outcome === 'ok' ? [s.responseMs, s.serviceMs] : []))
    .map(Math.round);

describe('one thing that happens to the clocks is one unmeasured interval, and in no response time', () => {
  it.each([
    {
      name: 'a frozen page',
      happens: ({ clock }: Bench) => clock.freeze(8000),
      cause: 'frozen',
      lasts: 8000,
    },
    {
      name: 'a sleep in which the monotonic clock stands still (Linux, macOS)',
      happens: ({ clock }: Bench) => clock.jumpWall(600_000),
      cause: 'sleep-or-step',
      lasts: 600_000,
    },
    {
      name: 'a sleep in which it runs on (Windows)',
      happens: ({ clock }: Bench) => clock.freeze(600_000),
      cause: 'frozen',
      lasts: 600_000,
    },
    {
      name: 'a freeze with a sleep in it',
      happens: ({ clock }: Bench) => {
        clock.freeze(2000);
        clock.jumpWall(600_000);
        clock.freeze(2000);
      },
      cause: 'sleep-or-step',
      lasts: 604_000,
    },
    {
      name: 'a clock that is set forward',
      happens: ({ clock }: Bench) => clock.jumpWall(90_000),
      cause: 'sleep-or-step',
      lasts: 90_000,
    },
  ])('$name', async ({ happens, cause, lasts }) => {
    const bench = await around(happens);
    const rows = outagesOf(bench);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ kind: 'unmeasured', cause });
    const length = (rows[0]?.endEpochMs ?? 0) - (rows[0]?.startEpochMs ?? 0);
    // From the last look at the clocks, four a second, or the first due time that got no answer.
    expect(length).toBeGreaterThanOrEqual(lasts);
    expect(length).toBeLessThan(lasts + 700);
    expect(new Set(times(bench))).toEqual(new Set([ANSWER_MS]));
  });

  it('but a clock that is set back is none', async () => {
    const bench = await around(({ clock }) => clock.jumpWall(-3000));
    expect(outagesOf(bench)).toEqual([]);
    expect(bench.events.filter(({ kind }) => kind === 'gap')).toEqual([]);
    expect(new Set(bench.final().map(({ outcome }) => outcome))).toEqual(new Set(['ok']));
    expect(new Set(times(bench))).toEqual(new Set([ANSWER_MS]));
  });
});

describe('the cause of a gap, told by a server\u2019s time', () => {
  /** True time at a server: it goes on in a sleep, and nobody sets it. */
  async function withServer(happens: (bench: Bench) => number) {
    let slept = 0;
    const bench = createBench({ plan: { durationS: 7200, probes: [probe] }, answer: () => ANSWER_MS });
    const tell = () => {
      const now = bench.clock.now();
      const sentMonoMs = millis(now - 40);
      bench.run.serverTime('host', {
        epochMs: 1_790_000_000_000 + now + slept,
        stepMs: 0,
        sentMonoMs,
        receivedMonoMs: now,
      });
      bench.clock.at(millis(now + 500), tell);
    };
    await bench.run.start();
    tell();
    await bench.clock.run(10_000);
    slept = happens(bench);
    await bench.clock.run(10_000);
    return bench;
  }

  it.each([
    {
      cause: 'sleep',
      happens: ({ clock }: Bench) => {
        clock.jumpWall(600_000);
        return 600_000;
      },
    },
    {
      cause: 'clock-step',
      happens: ({ clock }: Bench) => {
        clock.jumpWall(600_000);
        return 0;
      },
    },
  ])('$cause', async ({ cause, happens }) => {
    const bench = await withServer(happens);
    const gap = bench.events.find(({ kind }) => kind === 'gap');
    expect(gap?.cause).toBe('sleep-or-step');
    const named = bench.events.filter(({ kind }) => kind === 'gap-cause');
    expect(named).toMatchObject([{ cause, epochMs: gap?.epochMs }]);
    expect(gapsOf(bench.events).map((row) => row.cause)).toEqual([cause]);
    expect(outagesOf(bench)).toMatchObject([{ kind: 'unmeasured', cause }]);
  });

  it('stays open where no server tells its time', () => {
    const events = [
      {
        kind: 'gap' as const,
        detail: '',
        epochMs: epochMillis(5000),
        durationMs: millis(900),
        cause: 'sleep-or-step' as const,
      },
    ];
    expect(gapsOf(events)).toEqual([{ start: 5000, end: 5900, cause: 'sleep-or-step' }]);
  });

  it('is not made of an echo that was under way before the gap', async () => {
    const bench = await withServer(({ clock, run }) => {
      const sentMonoMs = clock.now();
      clock.jumpWall(600_000);
      run.serverTime('host', {
        epochMs: 1_790_000_000_000 + sentMonoMs,
        stepMs: 0,
        sentMonoMs: millis(sentMonoMs - 1),
        receivedMonoMs: clock.now(),
      });
      return 600_000;
    });
    expect(bench.events.filter(({ kind }) => kind === 'gap-cause')).toMatchObject([{ cause: 'sleep' }]);
  });
});

it('the live view learns the cause of a gap too, whether its row can still change or not', () => {
  const live = new LiveOutages([planOf({ probes: [probe] }).probes[0] ?? expect.unreachable()]);
  const start = 1_790_000_000_000;
  const answer = (seq: number, dueEpochMs: number) =>
    live.settled('echo', {
      seq,
      dueEpochMs: epochMillis(dueEpochMs),
      dueMonoMs: millis(0),
      lateMs: millis(0),
      outcome: 'ok',
      responseMs: millis(40),
      serviceMs: millis(40),
    });
  answer(0, start);
  live.gap({ start: start + 1000, end: start + 5000, cause: 'sleep-or-step' });
  answer(1, start + 5100);
  expect(live.look(start + 6000).rows).toMatchObject([{ cause: 'sleep-or-step' }]);
  live.named(start + 1000, 'sleep');
  expect(live.look(start + 7000).rows).toMatchObject([{ cause: 'sleep' }]);
  answer(2, start + 100_000);
  live.look(start + 200_000);
  live.named(start + 1000, 'clock-step');
  const rows = live.look(start + 200_000).rows;
  expect(rows.find(({ kind }) => kind === 'unmeasured')).toMatchObject({ cause: 'clock-step' });
});
