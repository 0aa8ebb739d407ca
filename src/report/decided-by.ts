import type { Campaign } from '../core/campaign.ts';
import type { UnplannedEnd, VerdictReport } from './verdict-types.ts';

/** What of a campaign tells whether anybody may have chosen the moment of its end. */
export type Ended = Pick<Campaign, 'state' | 'imported' | 'merged' | 'filtered'>;

/**
 * A campaign that ran as planned is judged once, at its end. Any other is judged so that it stays
 * true however often somebody looks: its end may have been chosen for what was seen.
 */
export function decidedBy(campaign: Ended): VerdictReport['by'] {
  return unplannedEnd(campaign) === undefined ? 'planned-end' : 'anytime';
}

/** Why the end may have been chosen for what was seen; nothing where a plan ran to its own. */
export function unplannedEnd({ state, imported, merged, filtered }: Ended): UnplannedEnd | undefined {
  if (filtered !== undefined) return 'filtered';
  if (imported !== undefined) return 'imported';
  if (merged !== undefined) return 'merged';
  return state === 'finished' ? undefined : 'ended-early';
}
