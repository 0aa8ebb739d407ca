import type { CampaignSummary } from '../core/campaign-summary.ts';
import type { EpochMillis } from '../core/units.ts';
import { decisive } from '../core/verdict/overall.ts';
import type { Report } from './types.ts';

/** What of a report goes into a list of campaigns. `endedEpochMs`: the end of the campaign that it was made of. */
export function summarise(
  { verdict, availability }: Pick<Report, 'verdict' | 'availability'>,
  endedEpochMs: EpochMillis,
): CampaignSummary {
  const { answer, by, chosenEpochMs, limits } = verdict;
  const lead = decisive(limits);
  const reached = lead?.estimate?.share;
  const { share, low, high } = availability?.link ?? {};
  return {
    endedEpochMs,
    judgedEpochMs: chosenEpochMs,
    answer,
    by,
    lead:
      lead === undefined || reached === undefined
        ? undefined
        : { metric: lead.limit.metric, value: lead.limit.value, target: lead.limit.share, share: reached },
    availability: share === undefined ? undefined : { share, low, high },
  };
}
