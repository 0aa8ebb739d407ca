import { type Campaign, exportName } from '../core/campaign.ts';
import { slug } from '../core/slug.ts';
import type { Compared } from '../report/compare-types.ts';
import { exportFileName } from '../report/csv/file-name.ts';
import { filterLabel, type TimeFilter } from '../report/filter/time-filter.ts';
import type { Caption } from './components/paper.ts';
import { instantText } from './format-time.ts';
import { placeOf } from './views/campaign-head.tsx';

/** The campaign as exports of a part of it name it. */
export function filteredCampaign(campaign: Campaign, filter: TimeFilter | undefined): Campaign {
  return filter === undefined ? campaign : { ...campaign, filtered: filterLabel(filter) };
}

/** `2026-11-22 14:03 to 2026-11-23 02:03 UTC`, as far as it is known. */
export function spanText(fromMs: number | undefined, toMs: number | undefined): string {
  const [from, to] = [fromMs, toMs].map((ms) =>
    ms === undefined ? undefined : instantText(ms, 'utc').slice(0, 16),
  );
  if (from === undefined) return '';
  if (to === undefined) return `from ${from} UTC`;
  return `${from} to ${to.slice(0, 10) === from.slice(0, 10) ? to.slice(11) : to} UTC`;
}

/** What a plot of a campaign says of where it comes from. */
export function campaignCaption(campaign: Campaign): Caption {
  const { plan, startedEpochMs, endedEpochMs, aliveEpochMs } = campaign;
  return {
    lines: [
      `${exportName(campaign)}, ${placeOf(plan)}`,
      spanText(startedEpochMs, endedEpochMs ?? aliveEpochMs),
    ].filter((line) => line !== ''),
    fileName: (what) => exportFileName(campaign, what, 'png'),
  };
}

/** The same of campaigns that are compared: a line each. */
export function comparedCaption(list: readonly Compared[]): Caption {
  const [first] = list;
  const day = first?.startEpochMs === undefined ? '' : instantText(first.startEpochMs, 'utc').slice(0, 10);
  return {
    lines: list.map(({ campaign, site, startEpochMs, endEpochMs }) =>
      [campaign, site, spanText(startEpochMs, endEpochMs)].filter((part) => part !== '').join(', '),
    ),
    fileName: (what) =>
      `${['dishprobe', slug(first?.name ?? ''), 'compared', what, day.replaceAll('-', '')].filter((part) => part !== '').join('_')}.png`,
  };
}
