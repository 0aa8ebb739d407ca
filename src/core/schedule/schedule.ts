import type { ProbeSpec } from '../plan.ts';
import { type Millis, millis } from '../units.ts';
import { uniformAt } from './random.ts';

/**
 * The due times of one probe: an open loop (arrivals do not depend on answers).
 * Due time n lies uniformly within `jitter` of an interval to either side of its
 * place on the grid; the grid is moved by that share so that none falls before
 * the start. Because `jitter` is at most 0.5, due times never overtake each other.
 */
export interface Schedule {
  /** Due time `seq`, in milliseconds after the campaign's start. */
  dueMs(seq: number): Millis;
  /** The first `seq` that is due at or after this many milliseconds. */
  firstDueFrom(offsetMs: number): number;
}

export function createSchedule(
  spec: Pick<ProbeSpec, 'intervalMs' | 'jitter'>,
  seed: number,
  probeIndex: number,
): Schedule {
  const { intervalMs, jitter } = spec;
  const dueMs = (seq: number): Millis =>
    millis(intervalMs * (seq + 2 * jitter * uniformAt(seed, probeIndex, seq)));
  return {
    dueMs,
    firstDueFrom(offsetMs) {
      let seq = Math.max(0, Math.floor(offsetMs / intervalMs) - 1);
      while (dueMs(seq) < offsetMs) seq += 1;
      return seq;
    },
  };
}
