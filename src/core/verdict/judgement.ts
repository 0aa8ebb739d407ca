import type { Campaign } from '../campaign.ts';
import type { Plan } from '../plan.ts';
import type { EpochMillis } from '../units.ts';

/** What of a plan is no order to measure, but what the measurement is held against. */
export type Yardsticks = Pick<Plan, 'profile' | 'limits' | 'voice' | 'availabilityTarget'>;

/** Yardsticks that were chosen for a campaign after it had measured; its plan stays what was run. */
export interface Judgement extends Yardsticks {
  chosenEpochMs: EpochMillis;
}

/** The plan with what the campaign is judged by: what was chosen afterwards, in place of all of its own. */
export function judgedPlan({ plan, judged }: Pick<Campaign, 'plan' | 'judged'>): Plan {
  return judged === undefined ? plan : { ...plan, ...yardsticksOf(judged) };
}

/** Nothing of a key that is absent stays behind where this is laid over others. */
export function yardsticksOf({ profile, limits, voice, availabilityTarget }: Yardsticks): Yardsticks {
  return { profile, limits, voice, availabilityTarget };
}
