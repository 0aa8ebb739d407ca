import type { MetricRow } from '../report/types.ts';

const DIRECTIONS = [
  ['owd_up_var', 'To the server'],
  ['owd_down_var', 'Back from it'],
] as const;

/** The rows of a probe that tell one direction each, with its name; none where the server tells no times. */
export function oneWayRows(rows: readonly MetricRow[]): (readonly [name: string, row: MetricRow])[] {
  return DIRECTIONS.flatMap(([metric, name]) => {
    const row = rows.find((other) => other.metric === metric && other.population === 'ok');
    return row === undefined || row.n === 0 ? [] : [[name, row] as const];
  });
}

/**
 * The direction whose delay varies more, by p95 (or the maximum where there is none), and what
 * that cannot show: what lasts for an hour is taken off as the drift of the clocks (`core/link/one-way.ts`).
 */
export function oneWayWords(rows: readonly (readonly [string, MetricRow])[]): string {
  return `${varyWords(rows)} A direction that is slower for about an hour or longer does not show here.`;
}

function varyWords(rows: readonly (readonly [string, MetricRow])[]): string {
  const [up, down] = rows.map(([, row]) => row.p95 ?? row.max ?? 0);
  if (up === undefined || down === undefined) return 'Only one direction could be told.';
  const [more, less] = [Math.max(up, down), Math.min(up, down)];
  if (more < 1.5 * less || more - less < 1) return 'Within the hour, both directions vary about alike.';
  return up > down
    ? 'Within the hour, the way to the server varies more than the way back.'
    : 'Within the hour, the way back from the server varies more than the way to it.';
}
