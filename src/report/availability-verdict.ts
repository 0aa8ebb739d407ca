import type { AvailabilityEstimate } from '../core/link/availability.ts';
import { judge } from '../core/link/availability-target.ts';
import { COMPOUND_METHOD } from '../core/link/compound-interval.ts';
import type { Limit } from '../core/verdict/limits.ts';
import type { LimitVerdict, VerdictReport } from './verdict-types.ts';

/**
 * A limit on the share of the time in which the link was there. Its interval is
 * one for a single look, so it decides at the planned end alone: where the end may
 * have been chosen for what was seen, it stays open. Good and scheduled are seconds.
 */
export function availabilityVerdict(
  limit: Limit,
  link: AvailabilityEstimate | undefined,
  by: VerdictReport['by'],
): LimitVerdict {
  const open = { limit, without: 0, decision: 'not-enough-data', course: [] } as const;
  if (link?.share === undefined) return { ...open, course: [] };
  const { observedS, downS, share, low, high } = link;
  const estimate = {
    good: observedS - downS,
    scheduled: observedS,
    share,
    low,
    high,
    method: COMPOUND_METHOD,
  };
  if (by === 'anytime') return { ...open, course: [], estimate };
  const { decision, moreS } = judge(link, limit.share);
  return { ...open, course: [], estimate, decision, moreS };
}
