import type { Difference } from '../core/stats/difference.ts';
import type { Cell, Column } from '../report/compare.ts';
import type { Compared } from '../report/compare-types.ts';
import { EMPTY, formatCount, formatMs, formatSeconds } from './format.ts';

/** How figures of one kind read when they differ. */
export interface Scale {
  /** A size without a sign. */
  size: (value: number) => string;
  unit: string;
  more: string;
  less: string;
}

export const TIME_SCALE: Scale = { size: formatMs, unit: 'ms', more: 'slower', less: 'faster' };
export const SHARE_SCALE: Scale = {
  size: (share) => points(share * 100),
  unit: 'points',
  more: 'higher',
  less: 'lower',
};

/** Percentage points: as many digits as a small difference needs. */
function points(value: number): string {
  const digits = value >= 1 ? 1 : value >= 0.1 ? 2 : 3;
  return value.toFixed(digits);
}

/** `slower by 12.3 ms`, or that no difference is shown; the second line holds the interval. */
export function differenceWords(
  { value, endless, low, high, decision }: Difference,
  { size, unit, more, less }: Scale,
): { said: string; interval: string } {
  if (endless !== undefined) {
    const said =
      endless === 'both'
        ? 'no answer in either'
        : decision === 'undecided'
          ? 'too little data to tell'
          : decision === 'more'
            ? `${more}: no answer here`
            : `${less}: no answer there`;
    return { said, interval: 'no interval' };
  }
  const signed = (end: number | undefined) =>
    end === undefined ? 'not known' : `${end < 0 ? '−' : '+'}${size(Math.abs(end))}`;
  const interval =
    low === undefined && high === undefined ? 'no interval' : `${signed(low)} to ${signed(high)} ${unit}`;
  if (decision === 'undecided') {
    const said = low === undefined || high === undefined ? 'too little data to tell' : 'no difference shown';
    return { said, interval };
  }
  return { said: `${decision === 'more' ? more : less} by ${size(Math.abs(value))} ${unit}`, interval };
}

/** Of one figure that is compared: what it is called, its cells, and how they read. */
export interface Told {
  name: string;
  cells: readonly Cell[];
  scale: Scale;
}

/** Of a percentile that falls among the lost in one campaign, or in both. */
function endlessWords(
  { name, scale }: Told,
  [own, ownName]: readonly [Cell, string],
  [other, otherName]: readonly [Cell, string],
): string {
  const found = own.difference;
  if (found?.endless === 'both') return `${name}: no answer in either`;
  const [dead, alive, value] =
    found?.endless === 'first' ? [ownName, otherName, other.value] : [otherName, ownName, own.value];
  const open = found?.decision === 'undecided' ? ' (too little data to tell)' : '';
  return `${name}: no answer in ${dead}, ${scale.size(value ?? 0)} ${scale.unit} in ${alive}${open}`;
}

/** A sentence for each campaign but the base: where it differs, and where nothing is shown. */
export function comparisonSentences(
  columns: readonly Column[],
  base: number,
  told: readonly Told[],
): string[] {
  const baseName = columns[base]?.compared.name ?? '';
  return columns.flatMap(({ compared }, i) => {
    if (i === base) return [];
    const decided: string[] = [];
    const open: string[] = [];
    for (const one of told) {
      const { name, cells, scale } = one;
      const [own, other] = [cells[i] ?? {}, cells[base] ?? {}];
      const found = own.difference;
      if (found === undefined) continue;
      if (found.endless !== undefined)
        decided.push(endlessWords(one, [own, compared.name], [other, baseName]));
      else if (found.decision === 'undecided') open.push(name);
      else decided.push(`${name} ${differenceWords(found, scale).said}`);
    }
    if (decided.length + open.length === 0)
      return [`${compared.name}: it has too few samples to be compared with ${baseName}.`];
    const differs = decided.length === 0 ? 'no difference is shown' : decided.join(', ');
    const rest = decided.length > 0 && open.length > 0 ? `; no difference shown in ${open.join(', ')}` : '';
    return [`${compared.name} beside ${baseName}: ${differs}${rest}.`];
  });
}

/** How many outages a campaign had, or saw. */
export function outagesWords({
  outages,
  outagesCut,
  outageS,
  observedS,
  blindS,
}: Pick<Compared, 'outages' | 'outagesCut' | 'outageS' | 'observedS' | 'blindS'>): string {
  if (observedS === 0) return EMPTY;
  if (outages === 0) return blindS === undefined ? 'none' : 'none seen, asked too seldom';
  const cut = outagesCut === 0 ? '' : `${formatCount(outagesCut)} cut by the filter, `;
  const length = `${cut}${formatSeconds(outageS)} in all`;
  return blindS === undefined
    ? `${formatCount(outages)}, ${length}`
    : `${formatCount(outages)} seen, ${length}; asked too seldom`;
}

/** Why a campaign has no availability. */
export function availabilityMissing({ observedS, blindS }: Pick<Compared, 'observedS' | 'blindS'>): string {
  return observedS > 0 && blindS !== undefined
    ? 'No availability: outages may have passed unseen, so seldom did the probes ask.'
    : 'The link was not observed for any time.';
}
