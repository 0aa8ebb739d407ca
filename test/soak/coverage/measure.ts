import type { SampleBatch } from '../../../src/core/sample-batch.ts';
import type { SimulatedLink } from '../../support/simulated-links.ts';

/** The first hours of a simulated run, as a probe would have measured them. */
export interface Run {
  link: SimulatedLink;
  hours: number;
  /** One request a second; `Infinity` for the lost ones. */
  responseMs: Float32Array<ArrayBuffer>;
  batch: SampleBatch;
}

/** What the share of runs that hold has to be. */
export interface Wanted {
  atLeast: number;
  atMost: number;
}

/** Something that is to hold in a certain share of runs: an interval that covers the truth, a verdict that is right. */
export interface Measure {
  name: string;
  links: readonly SimulatedLink[];
  hours: readonly number[];
  wanted(hours: number): Wanted;
  /** Whether it holds in this run; `undefined` where the run says nothing (no interval is given). */
  holds(run: Run): boolean | undefined;
}

/** How often a measure held, and how many runs said nothing. */
export interface Tally {
  held: number;
  failed: number;
  silent: number;
}
