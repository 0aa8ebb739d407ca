import type { Campaign } from '../core/campaign.ts';
import type { AvailabilityEstimate } from '../core/link/availability.ts';
import type { ProbeSpec } from '../core/plan.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { attainment, attainmentAnytime, decide, secondsToDecide } from '../core/verdict/attainment.ts';
import { countBlocks, type Judged } from '../core/verdict/count-blocks.ts';
import { judgedPlan } from '../core/verdict/judgement.ts';
import { judgedBy, type Limit, limitsOf, yardstickOf } from '../core/verdict/limits.ts';
import { overall, telling } from '../core/verdict/overall.ts';
import { PROFILES } from '../core/verdict/profiles.ts';
import { withoutWarmUp } from '../core/warm-up.ts';
import { availabilityVerdict } from './availability-verdict.ts';
import { limitDistributions } from './limit-distributions.ts';
import type { CoursePoint, LimitVerdict, UnplannedEnd, VerdictReport } from './verdict-types.ts';

interface ProbeInput {
  spec: ProbeSpec;
  batches: readonly SampleBatch[];
}

const COURSE_POINTS = 120;

/**
 * Judges the limits of a plan, or those that were chosen in their place. A campaign that ran to its planned end is judged
 * once, by the fixed interval; one that runs, or was ended by hand, by the one
 * that stays true however often somebody looks, since the moment of its end may
 * have been chosen for what was seen. So may a filter, and which campaigns were
 * merged; and the length of an imported file is whatever somebody kept of it. `observedS`:
 * how long it measured. `link`: how much of that time the link was there.
 */
export function verdictReport(
  campaign: Pick<Campaign, 'plan' | 'judged' | 'state' | 'imported' | 'merged' | 'filtered'>,
  inputs: readonly ProbeInput[],
  observedS: number,
  link?: AvailabilityEstimate,
): VerdictReport {
  const plan = judgedPlan(campaign);
  const { profile } = plan;
  const { cannotProve } = PROFILES[profile];
  const unplanned = unplannedEnd(campaign);
  const by = unplanned === undefined ? 'planned-end' : 'anytime';
  const trimmed = inputs.map(({ spec, batches }) => ({ spec, batches: withoutWarmUp(spec, batches) }));
  const limits = limitsOf(plan).flatMap((limit) => {
    if (limit.metric === 'availability') return [availabilityVerdict(limit, link, by)];
    const judged = judgedBy(limit, plan.probes);
    if (judged.length === 0) return [unjudged(limit, undefined, 0)];
    return judged.map(({ name }) => {
      const batches = trimmed.find(({ spec }) => spec.name === name)?.batches ?? [];
      return limitVerdict(limit, name, countBlocks(batches, yardstickOf(limit)), by, observedS);
    });
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
    distributions: limitDistributions(limits, trimmed),
    moreS: answer === 'not-enough-data' ? longest(limits) : undefined,
  };
}

/** Why the end may have been chosen for what was seen; nothing where a plan ran to its own. */
function unplannedEnd({
  state,
  imported,
  merged,
  filtered,
}: Pick<Campaign, 'state' | 'imported' | 'merged' | 'filtered'>): UnplannedEnd | undefined {
  if (filtered !== undefined) return 'filtered';
  if (imported !== undefined) return 'imported';
  if (merged !== undefined) return 'merged';
  return state === 'finished' ? undefined : 'ended-early';
}

function limitVerdict(
  limit: Limit,
  probe: string,
  blocks: Judged,
  by: VerdictReport['by'],
  observedS: number,
): LimitVerdict {
  const { measured, without, scheduled } = blocks;
  // Where all that was answered lacks the metric, those that were lost say nothing of it either.
  if (scheduled.length === 0 || (measured === 0 && without > 0)) return unjudged(limit, probe, without);
  const anytime = attainmentAnytime(blocks);
  const estimate = by === 'planned-end' ? attainment(blocks) : anytime;
  const decision = decide(estimate, limit.share);
  return {
    limit,
    probe,
    without,
    estimate,
    anytime,
    decision,
    moreS: decision === 'not-enough-data' ? secondsToDecide(blocks, limit.share, observedS) : undefined,
    course: courseOf(blocks),
  };
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
