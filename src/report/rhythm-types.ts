import type { SlotTest } from '../core/link/slot-test.ts';
import type { InterarrivalJitter } from '../core/stats/interarrival-jitter.ts';
import type { PairedMean } from '../core/stats/paired-mean.ts';
import type { SlotStep } from '../core/stats/slot-step.ts';

/** How restless round trips are, in ms; each by a definition of its own. */
export interface JitterReport {
  /** Answered samples that have a round trip. */
  n: number;
  /** RFC 3550 on round trips. */
  rfc3550?: InterarrivalJitter | undefined;
  /** Mean absolute difference of consecutive round trips. */
  meanStepMs?: number | undefined;
  /** RFC 5481: p99 less the least. */
  pdvMs?: number | undefined;
  slotStep: SlotStep;
  /** Where the slots were cut, in s after :00, :15, :30 and :45. */
  cutAtS: number;
}

/** Round trips in one second of the slot; `s` counts from :00, :15, :30 and :45 of the wall clock. */
export interface FoldSecond {
  s: number;
  n: number;
  p10?: number | undefined;
  p50?: number | undefined;
  p90?: number | undefined;
}

/** Round trips within the 15 s slot: whether they change in its rhythm, and how. */
export interface SlotReport extends SlotTest {
  fold: FoldSecond[];
}

export interface HourCell {
  /** Index into `days`. */
  day: number;
  /** Local hour, 0 to 23. */
  hour: number;
  n: number;
  /** Absent under 10 samples. */
  medianMs?: number | undefined;
}

/** The headline metric by hour of the day. */
export interface HoursReport {
  metric: string;
  /** IANA name of the zone that the hours are of. */
  zone: string;
  /** Local dates of the campaign, `2026-11-22`. */
  days: string[];
  /** Hours in which something was answered. */
  cells: HourCell[];
  /** Days with at least 2 hours of 18 to 21 h and 6 others. */
  pairedDays: number;
  /** Mean over those days: peak hours less the rest, of the hours' medians, in ms. */
  peakLessRest?: PairedMean | undefined;
}

/** One way to look at the same minutes, set against what the operator publishes; times in ms. */
export interface ClaimFigures {
  n: number;
  p50?: number | undefined;
  p95?: number | undefined;
  p99?: number | undefined;
  /** Share above 55 ms; absent where p99 would be. */
  over55?: number | undefined;
}

export interface ClaimsReport {
  /** Means of the round trips in windows of 15 s from :00, :15, :30 and :45 with at least 5 of them. */
  averages: ClaimFigures;
  /** Of those, the windows from 18 to 21 h; none without a zone. */
  peakAverages: ClaimFigures;
  /** Each answered round trip. */
  roundTrips: ClaimFigures;
  /** Each request as it was due; what was lost is infinitely slow. */
  requests: ClaimFigures;
}

/** The rhythm of the link as one probe saw it. */
export interface RhythmReport {
  /** Times of day are guessed: what depends on them is left out. */
  isUndated?: true | undefined;
  /** For probes with round trips. */
  jitter?: JitterReport | undefined;
  slots?: SlotReport | undefined;
  /** On a Starlink link alone. */
  claims?: ClaimsReport | undefined;
  hours?: HoursReport | undefined;
}
