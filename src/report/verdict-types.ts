import type { Step } from '../core/stats/cdf.ts';
import type { EpochMillis } from '../core/units.ts';
import type { ShareEstimate } from '../core/verdict/attainment.ts';
import type { Answer, Finding } from '../core/verdict/overall.ts';

/** The running share of good requests, with the interval that holds at every moment. */
export interface CoursePoint {
  /** The end of the minute up to which everything is counted. */
  epochMs: number;
  share: number;
  low?: number | undefined;
  high?: number | undefined;
}

/** One limit at one probe; that on availability is of no probe, and its good and scheduled are seconds. */
export interface LimitVerdict extends Finding {
  /** Answered requests in which the metric was not there: counted neither as good nor as scheduled. */
  without: number;
  /** The interval that holds at every moment; `estimate` is it too unless the planned end decides. */
  anytime?: ShareEstimate | undefined;
  /** Seconds more of the same until it would be decided; absent where it is, or where nothing can be said. */
  moreS?: number | undefined;
  /** At most 120 points; none for availability. */
  course: CoursePoint[];
}

/** How what a limit is set on was distributed over the answered requests of a probe. */
export interface LimitDistribution {
  probe: string;
  /** The name of the metric in tables; `tokens_per_s` stands for ms a token. */
  metric: string;
  n: number;
  /** At most 500. */
  points: Step[];
}

/** Why the end of what is judged may have been chosen for what was seen of it. */
export type UnplannedEnd =
  /** It still runs, or was ended by hand, by its data budget or a full disk. */
  | 'ended-early'
  /** A file says how long it is, and not how long it was meant to be. */
  | 'imported'
  | 'merged'
  | 'filtered';

/** Whether the workload's limits are kept. */
export interface VerdictReport {
  profile: string;
  /** The plan, or who chose afterwards, brought limits other than the profile's. */
  edited: boolean;
  answer: Answer;
  /** `planned-end`: the campaign ran as long as planned, and is judged once; `anytime`: by an interval that allows looking at any moment. */
  by: 'planned-end' | 'anytime';
  /** With `anytime` alone. */
  unplanned?: UnplannedEnd | undefined;
  /** Where the limits were chosen after measuring: when. */
  chosenEpochMs?: EpochMillis | undefined;
  cannotProve?: string | undefined;
  /** In the order of the limits, then of the plan's probes. */
  limits: LimitVerdict[];
  /** Of metrics with a limit, but for the headline of a probe, whose distribution stands with the probe. */
  distributions: LimitDistribution[];
  /** Seconds more of the same until all is decided; absent where it is, or where nothing can be said. */
  moreS?: number | undefined;
}
