import type { AvailabilityEstimate } from './availability.ts';

export type TargetDecision = 'met' | 'not-met' | 'not-enough-data';

/** What an estimate says of a target, such as the availability that a contract promises. */
export interface TargetVerdict {
  /** From 0 to 1. */
  target: number;
  decision: TargetDecision;
  /**
   * How much longer to observe, in seconds, until the interval would leave the
   * target, if things go on as they are; absent where it is decided, or where
   * nothing can be said.
   */
  moreS?: number | undefined;
  /** Left open because this is not the planned end, for which alone the interval is made. */
  atEndAlone?: true;
  /** Left open because there is no interval. */
  untold?: true;
}

/** `met` where the whole interval is at or above the target, `not-met` where it is below it. For one look, at the planned end. */
export function judge(estimate: AvailabilityEstimate, target: number): TargetVerdict {
  const { low, high } = estimate;
  if (low !== undefined && low >= target) return { target, decision: 'met' };
  if (high !== undefined && high < target) return { target, decision: 'not-met' };
  const open = { target, decision: 'not-enough-data' } as const;
  if (low === undefined || high === undefined) return { ...open, untold: true };
  return { ...open, moreS: secondsMore(estimate, target) };
}

/** The width of the interval shrinks as 1 / sqrt(time); with no outage, as 1 / time. */
function secondsMore({ observedS, share, low, high, downS }: AvailabilityEstimate, target: number) {
  if (share === undefined || low === undefined || high === undefined || share === target) return undefined;
  const width = share > target ? share - low : high - share;
  const factor = width / Math.abs(share - target);
  const timesAsLong = downS > 0 ? factor * factor : factor;
  return timesAsLong > 1 ? observedS * (timesAsLong - 1) : undefined;
}
