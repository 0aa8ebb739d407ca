import type { Campaign } from '../core/campaign.ts';
import type { VerdictReport } from './verdict-types.ts';

/** What of a campaign tells whether anybody may have chosen the moment of its end. */
export type Ended = Pick<Campaign, 'state' | 'merged' | 'filtered'>;

/**
 * A campaign that ran as planned is judged once, at its end. Any other is judged so that it stays
 * true however often somebody looks: its end may have been chosen for what was seen.
 */
export function decidedBy({ state, merged, filtered }: Ended): VerdictReport['by'] {
  const isAsPlanned = state === 'finished' && merged === undefined && filtered === undefined;
  return isAsPlanned ? 'planned-end' : 'anytime';
}
