import type { AvailabilityEstimate } from '../core/link/availability.ts';
import type { TargetVerdict } from '../core/link/availability-target.ts';
import type { SilenceCause } from '../core/link/cause.ts';
import type { OutageRhythm } from '../core/link/outage-rhythm.ts';

export type { AvailabilityEstimate, OutageRhythm, TargetVerdict };

/** What the silences of one cause come to, in seconds. */
export interface CauseSum {
  cause: SilenceCause;
  outages: number;
  outageS: number;
  longestS?: number | undefined;
  interruptions: number;
  interruptionS: number;
}

/** Percentiles of outage durations in seconds, by nearest rank; absent where fewer than 5 lie beyond. */
export interface DurationPercentiles {
  n: number;
  longest?: number | undefined;
  p50?: number | undefined;
  p90?: number | undefined;
  p95?: number | undefined;
  p99?: number | undefined;
}

/** How many silences lasted `fromS` up to `toS` seconds. */
export interface DurationBin {
  fromS: number;
  toS: number;
  /** Outages that count against the link: its own, and those whose cause is not known. */
  link: number;
  /** Outages of the endpoint or of the local network. */
  other: number;
  interruptions: number;
}

/** What the endpoint of one probe refused while the link carried. */
export interface FaultReport {
  probe: string;
  httpStatus: number;
  throttled: number;
  streamError: number;
  /** Refusals in a row over more than 2 s. */
  spells: number;
  spellS: number;
  longestS?: number | undefined;
}

/** Outages of the link as one standing connection felt them. Times in seconds from the start of the outage. */
export interface RecoveryReport {
  probe: string;
  outages: number;
  /** Those of which the first echo after them is known; the figures below are of these. */
  known: number;
  linkP50S?: number | undefined;
  linkLongestS?: number | undefined;
  echoP50S?: number | undefined;
  echoLongestS?: number | undefined;
  /** Mean time between the end of the outage and the first echo. */
  laterMeanS?: number | undefined;
}

/** How much of the time the link and the service were there. */
export interface AvailabilityReport {
  /** Outages of the link or of unknown cause, over the time in which the link could be observed: local outages are left out. */
  link: AvailabilityEstimate;
  /** All causes, and times in which the endpoint refused, over all observed time. */
  service: AvailabilityEstimate;
  /**
   * Outages up to about so long, in seconds, may have passed unseen, so seldom was somebody asking: then
   * shares, intervals and means are absent. Absent where none over 2 s can.
   */
  blindS?: number | undefined;
  /** Time of local outages, left out for the link. */
  localS: number;
  unmeasuredS: number;
  /** Of the outages that count against the link, those that a gap or the end of the record cut, and no filter: they lasted at least so long. */
  cutShort: number;
  /** Of them, those that a filter cut: each counts once, with the time that is looked at, and is in no `durations`, `bins` and `recoveries`. */
  cutByFilter: number;
  causes: CauseSum[];
  durations: DurationPercentiles;
  bins: DurationBin[];
  faults: FaultReport[];
  recoveries: RecoveryReport[];
  /** Of silences that count against a link over the sky, where they come in a rhythm. */
  rhythm?: OutageRhythm | undefined;
  /** Of the link, where the plan holds a target. */
  target?: TargetVerdict | undefined;
  /** How the intervals are made. */
  method: string;
  /** The assumed least duration of an outage not seen yet, in seconds. */
  leastNextS: number;
}
