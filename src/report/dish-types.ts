import type { RingClock } from '../core/dish/history-types.ts';
import type { Span } from '../core/link/spans.ts';

/** One import of a dish's history. */
export interface DishSource {
  file: string;
  importedEpochMs: number;
  /** Time that the ring of one value a second covers. */
  ring: Span;
  endFrom: RingClock;
  /** Outages that the dish lists; they may reach back further than the ring. */
  listed: number;
  /** Seconds in which at least half of the dish's pings were lost. */
  silentS: number;
  /** Seconds of the ring without a value: whether pings were lost in them is not known. */
  unknownS: number;
  /** Of the dish's pings to its point of presence, in ms. */
  latency: { p50?: number | undefined; p95?: number | undefined };
}

/** A time in which the dish, or this campaign, or both saw the link fail. */
export interface DishRow extends Span {
  seen: 'both' | 'dish' | 'ours';
  /** Of it, outages and interruptions of the campaign; the dish's outages and silent seconds. */
  oursMs: number;
  dishMs: number;
  /** The dish's words for why. */
  causes: string[];
}

export interface DishReport {
  sources: DishSource[];
  /** Where both were looking; absent where they never were at the same time. */
  shared?: Span | undefined;
  rows: DishRow[];
  /** Failures of the campaign that were not the link's, as its control probes tell: they are in no row, nor is what the dish saw meanwhile. */
  notLink: number;
  /** Failures at times when only one of the two was looking: they are compared with nothing. */
  alone: { dish: number; ours: number };
  /** For the plot. */
  strips: {
    ours: Span[];
    outages: Span[];
    drops: Span[];
    unknown: { ours: Span[]; outages: Span[]; drops: Span[] };
  };
}
