import {
  attainment,
  attainmentAnytime,
  type BlockCounts,
  type Decision,
  decide,
} from '../../../src/core/verdict/attainment.ts';
import { LimitCounter } from '../../../src/core/verdict/count-blocks.ts';
import { yardstickOf } from '../../../src/core/verdict/limits.ts';
import { SIMULATED_LINKS } from '../../support/simulated-links.ts';
import type { Measure, Run } from './measure.ts';

/** The true share of requests within the limit. */
const TRUTH = 0.95;
/** The link falls just short of it. */
const TARGET = TRUTH + 1e-9;

/** Requests that came within the time that 95 % of all do not exceed in the long run. */
function blocksOf({ link, batch, responseMs }: Run): BlockCounts {
  const limit = {
    metric: 'response',
    value: link.quantileMs(TRUTH),
    share: TRUTH,
    source: '',
    basis: 'judgement',
  } as const;
  const counter = new LimitCounter(yardstickOf(limit));
  counter.read({ ...batch, numbers: { responseMs } });
  const { blockMs, good, scheduled } = counter.judged;
  return { blockMs, good: Uint32Array.from(good), scheduled: Uint32Array.from(scheduled) };
}

const every = { links: SIMULATED_LINKS, hours: [1, 6, 24] };

export const attained: Measure = {
  ...every,
  name: 'attainment',
  wanted: () => ({ atLeast: 0.93, atMost: 0.97 }),
  holds(run) {
    const { low, high } = attainment(blocksOf(run));
    return low === undefined || high === undefined ? undefined : low <= TRUTH && TRUTH <= high;
  },
};

export const notMetAtEnd: Measure = {
  ...every,
  name: 'no wrong "met" at the end',
  wanted: () => ({ atLeast: 0.95, atMost: 1 }),
  holds: (run) => decide(attainment(blocksOf(run)), TARGET) !== 'met',
};

export const neverMet: Measure = {
  ...every,
  hours: [24],
  name: 'no wrong "met" at any minute',
  wanted: () => ({ atLeast: 0.95, atMost: 1 }),
  // Below the target it cannot be met: what would take long to compute is left out.
  holds: (run) => !isDecided(run, TARGET, 'met', (share) => share >= TARGET),
};

export const neverMissed: Measure = {
  ...every,
  hours: [24],
  name: 'no wrong "not met" at any minute',
  wanted: () => ({ atLeast: 0.95, atMost: 1 }),
  holds: (run) => !isDecided(run, TRUTH, 'not-met', (share) => share < TRUTH),
};

/** Whether any look of one a minute says so, of those at which the share seen admits it. */
function isDecided(
  run: Run,
  target: number,
  decision: Decision,
  admits: (share: number) => boolean,
): boolean {
  const { blockMs, good, scheduled } = blocksOf(run);
  let hits = 0;
  let all = 0;
  for (let n = 1; n <= scheduled.length; n++) {
    hits += good[n - 1] ?? 0;
    all += scheduled[n - 1] ?? 0;
    if (!admits(hits / all)) continue;
    const seen = { blockMs, good: first(good, n), scheduled: first(scheduled, n) };
    if (decide(attainmentAnytime(seen), target) === decision) return true;
  }
  return false;
}

function first(counts: ArrayLike<number>, n: number): ArrayLike<number> {
  return counts instanceof Uint32Array ? counts.subarray(0, n) : Array.from(counts).slice(0, n);
}
