import type { Campaign } from '../../core/campaign.ts';
import { checkCampaign } from '../../core/campaign-schema.ts';
import { BUNDLE_VERSION, type PartHead } from './bundle-parts.ts';

/**
 * A campaign's record without what is computed of its samples and events. That is no part of what
 * a campaign is: whether its report was opened makes it no other one, and what a file says of its
 * own verdict proves nothing. Who imports it computes it again.
 */
export function withoutComputed({
  summary: _summary,
  headlines: _headlines,
  ...campaign
}: Campaign): Campaign {
  return campaign;
}

/** The first part of a bundle. As it is read back: the order of the keys is part of the bytes. */
export function campaignHead(campaign: Campaign): PartHead {
  const checked = checkCampaign(campaign) ?? campaign;
  return { part: 'campaign', dishprobeBundle: BUNDLE_VERSION, campaign: withoutComputed(checked) };
}
