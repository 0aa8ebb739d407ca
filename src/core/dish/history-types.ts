import type { EpochMillis } from '../units.ts';

/** How the wall-clock time of a ring's end is known. */
export type RingClock =
  /** The seconds without pings fall on the listed outages, whose times are GPS time. */
  | 'outages'
  /** Assumed: the file was last changed then. */
  | 'file-date'
  /** Assumed: it was imported then. */
  | 'import';

/** An outage as the dish lists it. */
export interface DishOutage {
  startEpochMs: EpochMillis;
  durationMs: number;
  /** `OBSTRUCTED`, `NO_SCHEDULE`, ...: the dish's own word. */
  cause: string;
}

/** What a dish answered to `get_history`. */
export interface DishHistory {
  file: string;
  importedEpochMs: EpochMillis;
  /** A value a second up to `endEpochMs`, oldest first: the share of pings to the point of presence that were lost; null where that is not known. */
  dropRate: (number | null)[];
  /** Likewise: their latency in ms; null where none came back, or where it is not known. */
  latencyMs: (number | null)[];
  endEpochMs: EpochMillis;
  endFrom: RingClock;
  outages: DishOutage[];
}
