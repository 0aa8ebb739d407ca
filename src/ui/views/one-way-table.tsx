import type { ProbeReport } from '../../report/types.ts';
import { FigureTable } from '../components/figure-table.tsx';
import { oneWayRows, oneWayWords } from '../one-way-words.ts';

/** How much longer than the least of the hour each direction took, where the server tells its times. */
export function OneWayTable({ probe }: { probe: ProbeReport }) {
  const rows = oneWayRows(probe.rows);
  if (rows.length === 0) return null;
  return (
    <section class="echo-part" aria-labelledby="one-way-title">
      <h2 id="one-way-title">Which direction is slow?</h2>
      <p class="column">{oneWayWords(rows)}</p>
      <FigureTable name="One-way delay variation" head="Way, ms" rows={rows} />
      <p class="hint column">
        How much longer each direction took than its least of the same hour: packet delay variation (RFC 5481)
        by the server’s clock. The drift between the clocks is taken out by a convex hull line (Moon, Skelly,
        Towsley 1999), an hour at a time, and a lasting change of a direction with it; the least itself stays
        unknown.
      </p>
    </section>
  );
}
