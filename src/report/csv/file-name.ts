import type { Campaign } from '../../core/campaign.ts';
import { slug } from '../../core/slug.ts';
import { utcText } from './utc.ts';

/**
 * A file name that every file system takes, such as
 * `dishprobe_Kiruna-pilot_Kiruna_samples_20261122.csv`; the date is that of the
 * start in UTC. A simulated link or model says so, and so do an
 * imported recording and a filter.
 */
export function exportFileName(campaign: Campaign, what: string, extension: string): string {
  const { plan, simulated, imported, filtered, startedEpochMs, createdEpochMs } = campaign;
  const day = utcText(startedEpochMs ?? createdEpochMs)
    .slice(0, 10)
    .replaceAll('-', '');
  const parts = [
    'dishprobe',
    slug(plan.name) || 'campaign',
    slug(plan.site.name),
    simulated.length > 0 ? 'simulated' : '',
    imported === undefined ? '' : 'imported',
    filtered === undefined ? '' : 'filtered',
    what,
    day,
  ];
  return `${parts.filter((part) => part !== '').join('_')}.${extension}`;
}
