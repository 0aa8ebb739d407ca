import type { Barrier } from '../core/training/barrier.ts';

/** The training view: how long a step of N workers would wait for the slowest link. */
export interface TrainingReport {
  /** The probe that stands for the link, and the metric taken from it. */
  probe: string;
  metric: 'rtt' | 'response';
  /** Values that the simulation draws from; `lost` of them stand with at least `timeoutMs`. */
  n: number;
  lost: number;
  leftOut: number;
  timeoutMs: number;
  /** Wall-clock time that stays together, in s, how many such blocks were measured, and how many it takes. */
  blockS: number;
  blocks: number;
  blocksNeeded: number;
  /** Simulated steps. */
  steps: number;
  /** One link, which is also any number of links that all see the same moment. */
  single: Barrier;
  /** Links that know nothing of each other; empty where too little was measured. */
  independent: Barrier[];
}
