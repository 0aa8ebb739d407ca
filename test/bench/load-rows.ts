import type { BenchRow } from '../../src/commands/bench-row.ts';
import { numbersOf, quantile, type Row } from '../e2e/csv.ts';
import type { MainThread } from './main-thread.ts';
import type { NaiveRun } from './naive-page.ts';

/** 40 and 10 a second: the 50 samples/s of the goal. */
export const INTERVALS_MS = { echo: 25, ping: 100 };
const IN_TIME_MS = 5;
const TASK_BUDGET_MS = 50;
const PEER = 'naive page: setInterval on the main thread, a canvas drawn each second';

/** The gap stands in both browsers: Firefox has nothing better, and beside the peer's it tells the machine's part. */
export function mainThreadRows(thread: MainThread, naive: NaiveRun): BenchRow[] {
  const { longTasksMs, longestGapMs, gapsOver50 } = thread;
  const gap: BenchRow = {
    metric: 'largest gap of a 10 ms main-thread timer',
    value: longestGapMs,
    unit: 'ms',
    peer: PEER,
    peerValue: naive.longestGapMs,
  };
  if (longTasksMs === undefined) {
    return [gap, { metric: 'gaps over 50 ms of a 10 ms main-thread timer', value: gapsOver50, unit: 'gaps' }];
  }
  const count = { metric: 'main-thread tasks over 50 ms', value: longTasksMs.length, unit: 'tasks' };
  if (longTasksMs.length === 0) return [gap, count];
  return [
    gap,
    count,
    {
      metric: 'longest main-thread task',
      value: Math.max(...longTasksMs),
      unit: 'ms',
      peer: 'goal',
      peerValue: TASK_BUDGET_MS,
    },
  ];
}

export function sampleRows(samples: Row[], seconds: number, naive: NaiveRun): BenchRow[] {
  const lateMs = numbersOf(samples, 'late_ms');
  const answered = samples.filter(({ outcome }) => outcome === 'ok').length;
  const inTime = (late: number[], due: number) => late.filter((ms) => ms <= IN_TIME_MS).length / due;
  const probes = Object.entries(INTERVALS_MS);
  const lost = probes.map(([probe, intervalMs]) => lostOf(samples, probe, (seconds * 1000) / intervalMs));
  return [
    {
      metric: `probes sent within ${IN_TIME_MS} ms of due`,
      value: inTime(lateMs, samples.length),
      unit: 'share',
      peer: PEER,
      peerValue: inTime(naive.lateMs, naive.due),
    },
    {
      metric: 'p99 of late_ms',
      value: quantile(lateMs, 0.99),
      unit: 'ms',
      peer: PEER,
      peerValue: quantile(naive.lateMs, 0.99),
    },
    { metric: 'samples lost', value: lost.reduce((sum, count) => sum + count, 0), unit: 'samples' },
    { metric: 'probes answered', value: answered / samples.length, unit: 'share' },
  ];
}

/** Due times without a row. Jitter may push the last one past the end. */
function lostOf(samples: Row[], probe: string, planned: number): number {
  const seqs = numbersOf(
    samples.filter((row) => row.probe === probe),
    'seq',
  );
  const highest = seqs.reduce((high, seq) => Math.max(high, seq), -1);
  return Math.max(Math.floor(planned) - 1, highest + 1) - new Set(seqs).size;
}
