import { epochMillis } from '../core/units.ts';
import type { FilterReport } from '../report/filter/filter-types.ts';
import type { SiteZone } from '../report/site-zone.ts';
import type { OutageRow } from '../report/types.ts';
import { formatDuration } from './format.ts';

/** What a filtered report looked at, as sentences. */
export function filterWords({ label, lookedS, leftOutS }: FilterReport): string {
  return `Only ${label}: ${formatDuration(lookedS)} of the campaign are looked at. The other ${formatDuration(leftOutS)} are neither up nor down nor measured here.`;
}

/** The same for campaigns side by side: each by the clock of its own site. */
export function comparedFilterWords(
  parts: readonly { name: string; filter: Pick<FilterReport, 'label'> }[],
): string {
  const [first, ...others] = parts;
  const alike = others.every(({ filter }) => filter.label === first?.filter.label);
  const looked = alike
    ? first?.filter.label
    : parts.map(({ name, filter }) => `${filter.label} (${name})`).join(', ');
  return `Of each campaign only ${looked} is looked at. The rest is neither up nor down nor measured here, and verdicts are by the interval that holds at every look.`;
}

/** Whose days and hours the filter of a report means. */
export function filterZoneWords({ name, of }: SiteZone): string {
  return `Days and hours of ${of === 'reader' ? 'this computer' : 'the computer that measured'}, ${name}.`;
}

/** Whose days and hours the filter of a comparison means. */
export function comparedZoneWords(sites: readonly { name: string; zone: SiteZone }[]): string {
  const [first, ...others] = sites;
  if (first === undefined) return '';
  const { zone } = first;
  if (others.every((other) => other.zone.name === zone.name && other.zone.of === zone.of))
    return zone.of === 'reader'
      ? filterZoneWords(zone)
      : `Days and hours of the computers that measured, ${zone.name}.`;
  const each = sites.map(
    (site) =>
      `${site.name} in ${site.zone.name}${site.zone.of === 'reader' ? ' (this computer’s: that of the site is not known)' : ''}`,
  );
  return `Days and hours by the clock of each campaign’s own site: ${each.join(', ')}.`;
}

/** A filter may have been chosen for what was seen. */
export const FILTER_CAUTION =
  'Exports hold this part alone and say so, but for the bundle, the events CSV and the data dictionary, which are whole. The verdict is by the interval that holds at every look, since a filter may be chosen for what it shows.';

/** What is not looked at, as the hatched parts of a time line. */
export function unlookedRows(filter: FilterReport | undefined): OutageRow[] {
  return (filter?.leftOut ?? []).map(({ start, end }) => ({
    startEpochMs: epochMillis(start),
    endEpochMs: epochMillis(end),
    kind: 'unmeasured',
    cause: 'unknown',
    probes: [],
  }));
}
