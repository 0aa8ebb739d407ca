import type { Barrier } from '../core/training/barrier.ts';

/** The training view: how long a step of N workers would wait for the slowest link. */
export interface TrainingReport {
  /** The probe that stands for the link, and the metric taken from it. */
  probe: string;
  metric: 'rtt' | 'response';
  /** Values that the simulation draws from; the rest as in `LinkSeries` (core/training/link-series.ts). */
  n: number;
  lost: number;
  timedOut: number;
  timeoutMs: number;
  censored: number;
  leastMs?: number | undefined;
  leftOut: number;
  refused: number;
  /** Merged campaigns that did not ask at one interval, as far as is known: nothing can be said of blocks of time. */
  mixed: boolean;
  /** Wall-clock time that stays together, in s, how many such blocks were measured, and how many it takes. */
  blockS: number;
  blocks: number;
  blocksNeeded: number;
  /** Simulated steps. */
  steps: number;
  /** One link, which is also any number of links that all see the same moment. */
  single: Barrier;
  /** Links that know nothing of each other; empty where too little was measured, and where `mixed`. */
  independent: Barrier[];
}
