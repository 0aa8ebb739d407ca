import type { Difference } from '../core/stats/difference.ts';
import type { Cell, Column } from '../report/compare.ts';
import { formatMs } from './format.ts';

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
  { value, low, high, decision }: Difference,
  { size, unit, more, less }: Scale,
): { said: string; interval: string } {
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
    for (const { name, cells, scale } of told) {
      const found = cells[i]?.difference;
      if (found === undefined) continue;
      if (found.decision === 'undecided') open.push(name);
      else decided.push(`${name} ${differenceWords(found, scale).said}`);
    }
    if (decided.length + open.length === 0)
      return [`${compared.name}: it has too few samples to be compared with ${baseName}.`];
    const differs = decided.length === 0 ? 'no difference is shown' : decided.join(', ');
    const rest = decided.length > 0 && open.length > 0 ? `; no difference shown in ${open.join(', ')}` : '';
    return [`${compared.name} beside ${baseName}: ${differs}${rest}.`];
  });
}
