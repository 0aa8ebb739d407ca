import { epochMillis } from '../core/units.ts';
import type { FilterReport } from '../report/filter/filter-types.ts';
import type { OutageRow } from '../report/types.ts';
import { formatDuration } from './format.ts';

/** What a filtered report looked at, as sentences. */
export function filterWords({ label, lookedS, leftOutS }: FilterReport): string {
  return `Only ${label}: ${formatDuration(lookedS)} of the campaign are looked at. The other ${formatDuration(leftOutS)} are neither up nor down nor measured here.`;
}

/** The same for campaigns side by side. */
export function comparedFilterWords({ label }: FilterReport): string {
  return `Of each campaign only ${label} is looked at. The rest is neither up nor down nor measured here, and verdicts are by the interval that holds at every look.`;
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
