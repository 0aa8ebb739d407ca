import type { Campaign } from '../core/campaign.ts';
import type { AvailabilityEstimate } from '../core/link/availability.ts';
import type { Plan, ProbeSpec } from '../core/plan.ts';
import { attainmentAnytime, judge } from '../core/verdict/attainment.ts';
import { type Judged, LimitCounter, weighed } from '../core/verdict/count-blocks.ts';
import { judgedPlan } from '../core/verdict/judgement.ts';
import { judgedBy, type Limit, limitsOf, yardstickOf } from '../core/verdict/limits.ts';
import { overall, telling } from '../core/verdict/overall.ts';
import { PROFILES } from '../core/verdict/profiles.ts';
import { availabilityVerdict } from './availability-verdict.ts';
import { type Ended, unplannedEnd } from './decided-by.ts';
import { type DrawnProbe, limitDistributions } from './limit-distributions.ts';
import type { CoursePoint, LimitVerdict, VerdictReport } from './verdict-types.ts';

const COURSE_POINTS = 120;

/** One limit of a plan at the probes that it is judged by, each with what counts its due times. */
export interface CountedLimit {
  limit: Limit;
  judges: { spec: ProbeSpec; counter: LimitCounter }[];
}

/** The counters that have to read the batches of their probes, without warm-up requests, before `verdictReport`. */
export function countedLimits(plan: Plan): CountedLimit[] {
  return limitsOf(plan).map((limit) => ({
    limit,
    judges: judgedBy(limit, plan.probes).map((spec) => ({
      spec,
      counter: new LimitCounter(yardstickOf(limit)),
    })),
  }));
}

/**
 * Judges the limits of a plan, or those that were chosen in their place. A campaign that ran to its planned end is judged
 * once, by the fixed interval; one that runs, or was ended by hand, by the one
 * that stays true however often somebody looks, since the moment of its end may
 * have been chosen for what was seen. So may a filter, and which campaigns were
 * merged; and the length of an imported file is whatever somebody kept of it. `observedS`:
 * how long it measured. `link`: how much of that time the link was there. `probes`: without
 * their warm-up requests.
 */
export function verdictReport(
  campaign: Pick<Campaign, 'plan' | 'judged'> & Ended,
  counted: readonly CountedLimit[],
  observedS: number,
  link: AvailabilityEstimate | undefined,
  probes: readonly DrawnProbe[],
): VerdictReport {
  const plan = judgedPlan(campaign);
  const { profile } = plan;
  const { cannotProve } = PROFILES[profile];
  const unplanned = unplannedEnd(campaign);
  const by = unplanned === undefined ? 'planned-end' : 'anytime';
  const limits = counted.flatMap(({ limit, judges }) => {
    if (limit.metric === 'availability') return [availabilityVerdict(limit, link, by)];
    if (judges.length === 0) return [unjudged(limit, undefined, 0)];
    return judges.map(({ spec, counter }) => limitVerdict(limit, spec.name, counter.judged, by, observedS));
  });
  const answer = overall(limits, cannotProve === undefined);
  return {
    profile,
    edited: plan.limits !== undefined,
    answer,
    by,
    unplanned,
    chosenEpochMs: campaign.judged?.chosenEpochMs,
    cannotProve,
    limits,
    distributions: limitDistributions(limits, probes),
    moreS: answer === 'not-enough-data' ? longest(limits) : undefined,
  };
}

function limitVerdict(
  limit: Limit,
  probe: string,
  judged: Judged,
  by: VerdictReport['by'],
  observedS: number,
): LimitVerdict {
  const { measured, without, scheduled } = judged;
  // Where all that was answered lacks the metric, those that were lost say nothing of it either.
  if (scheduled.length === 0 || (measured === 0 && without > 0)) return unjudged(limit, probe, without);
  const blocks = { ...judged, scheduled: weighed(judged) };
  const { estimate, anytime, decision, moreS } = judge(blocks, by, limit.share, observedS);
  return { limit, probe, without, estimate, anytime, decision, moreS, course: courseOf(blocks) };
}

function unjudged(limit: Limit, probe: string | undefined, without: number): LimitVerdict {
  return { limit, probe, without, decision: 'not-enough-data', course: [] };
}

/** At most so many moments, evenly over the minutes, the last among them. */
function courseOf({ blockMs, startEpochMs, good, scheduled }: Judged): CoursePoint[] {
  const n = startEpochMs.length;
  const points = Math.min(n, COURSE_POINTS);
  return Array.from({ length: points }, (_, i): CoursePoint => {
    const end = Math.ceil(((i + 1) * n) / points);
    const {
      share = 0,
      low,
      high,
    } = attainmentAnytime({
      blockMs,
      good: good.slice(0, end),
      scheduled: scheduled.slice(0, end),
    });
    return { epochMs: (startEpochMs[end - 1] ?? 0) + blockMs, share, low, high };
  });
}

/** The longest of those that are open; nothing where one of them cannot say. */
function longest(limits: readonly LimitVerdict[]): number | undefined {
  const open = telling(limits).filter(({ decision }) => decision === 'not-enough-data');
  const times = open.flatMap(({ moreS }) => moreS ?? []);
  return open.length === 0 || times.length < open.length ? undefined : Math.max(...times);
}
