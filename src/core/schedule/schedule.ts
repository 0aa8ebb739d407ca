import type { ProbeSpec } from '../plan.ts';
import { type Millis, millis } from '../units.ts';
import { poissonDueTimes } from './poisson.ts';
import { uniformAt } from './random.ts';

/**
 * The due times of one probe: an open loop (arrivals do not depend on answers).
 * On a grid, due time n lies uniformly within `jitter` of an interval to either
 * side of its place; the grid is moved by that share so that none falls before
 * the start. Because `jitter` is at most 0.5, due times never overtake each
 * other. With Poisson arrivals the interval is the mean gap.
 */
export interface Schedule {
  /** Due time `seq`, in milliseconds after the campaign's start. */
  dueMs(seq: number): Millis;
}

/**
 * The schedule of one probe: a grid with uniform jitter (`uniformAt`), or Poisson arrivals
 * (`poissonDueTimes`), as `arrivals` says. A pure function of `seed` and `probeIndex` (the place of the
 * probe in its plan), so that any due time can be made again. `intervalMs` is above 0, `jitter` a share
 * from 0 to 0.5: a checked plan has no others.
 */
export function createSchedule(
  spec: Pick<ProbeSpec, 'intervalMs' | 'jitter' | 'arrivals'>,
  seed: number,
  probeIndex: number,
): Schedule {
  const { intervalMs, jitter } = spec;
  if (spec.arrivals === 'poisson') {
    const dueMs = poissonDueTimes(intervalMs, seed, probeIndex);
    return { dueMs: (seq) => millis(dueMs(seq)) };
  }
  return {
    dueMs: (seq) => millis(intervalMs * (seq + 2 * jitter * uniformAt(seed, probeIndex, seq))),
  };
}
