import type { Campaign } from '../core/campaign.ts';

/** Whose hours count as local in a report. */
export interface SiteZone {
  /** IANA name. */
  name: string;
  /** `campaign`: the computer that measured was set to it; `reader`: only the one that makes the report is known. */
  of: 'campaign' | 'reader';
}

/**
 * The zone whose hours are the site's: that of the campaign's record, so that a report says the
 * same wherever it is read, or else the reader's. Nothing where times of day are a guess.
 */
export function siteZone(
  { environment, imported }: Pick<Campaign, 'environment' | 'imported'>,
  readersZone: string,
): SiteZone | undefined {
  if (imported?.zeroEpochMs !== undefined) return undefined;
  const own = environment?.timeZone;
  return own !== undefined && isZone(own)
    ? { name: own, of: 'campaign' }
    : { name: readersZone, of: 'reader' };
}

/** The zone by whose clock a campaign is filtered: its site's, or, where its times of day are a guess, the reader's. */
export function filterZone(
  campaign: Pick<Campaign, 'environment' | 'imported'>,
  readersZone: string,
): SiteZone {
  return siteZone(campaign, readersZone) ?? { name: readersZone, of: 'reader' };
}

/** Whether this computer knows a zone of that name. */
function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
