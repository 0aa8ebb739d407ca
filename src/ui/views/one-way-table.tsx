import type { MetricRow, ProbeReport } from '../../report/types.ts';
import { FigureTable } from '../components/figure-table.tsx';

const DIRECTIONS = [
  ['owd_up_var', 'To the server'],
  ['owd_down_var', 'Back from it'],
] as const;

/** How much longer than the least each direction took, where the server tells its times. */
export function OneWayTable({ probe }: { probe: ProbeReport }) {
  const rows = DIRECTIONS.flatMap(([metric, name]) => {
    const row = probe.rows.find((other) => other.metric === metric && other.population === 'ok');
    return row === undefined || row.n === 0 ? [] : [[name, row] as const];
  });
  if (rows.length === 0) return null;
  return (
    <section class="echo-part" aria-labelledby="one-way-title">
      <h2 id="one-way-title">Which direction is slow?</h2>
      <p class="column">{oneWayWords(rows)}</p>
      <FigureTable name="One-way delay variation" head="Way, ms" rows={rows} />
      <p class="hint column">
        How much longer than its least each direction took: packet delay variation (RFC 5481) by the server’s
        clock. The drift between the clocks is taken out by a convex hull line (Moon, Skelly, Towsley 1999);
        the least itself stays unknown.
      </p>
    </section>
  );
}

/** The direction whose delay varies more, by p95 (or the maximum where there is none). */
function oneWayWords(rows: readonly (readonly [string, MetricRow])[]): string {
  const [up, down] = rows.map(([, row]) => row.p95 ?? row.max ?? 0);
  if (up === undefined || down === undefined) return 'Only one direction could be told.';
  const [more, less] = [Math.max(up, down), Math.min(up, down)];
  if (more < 1.5 * less || more - less < 1) return 'Both directions vary about alike.';
  return up > down
    ? 'The way to the server varies more than the way back.'
    : 'The way back from the server varies more than the way to it.';
}
