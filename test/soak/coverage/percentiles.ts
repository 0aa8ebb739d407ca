import { PercentileTable } from '../../../src/report/percentile-table.ts';
import type { MetricRow } from '../../../src/report/types.ts';
import { SIMULATED_LINKS } from '../../support/simulated-links.ts';
import type { Measure, Run } from './measure.ts';

const rows = new WeakMap<Run, MetricRow>();

/** The row of the response time as the report makes it, lost requests included. */
function rowOf(run: Run): MetricRow {
  const known = rows.get(run);
  if (known !== undefined) return known;
  const table = new PercentileTable([run.batch], 'response', []);
  table.read(run.batch);
  const lost = run.responseMs.reduce((sum, ms) => sum + (ms < Number.POSITIVE_INFINITY ? 0 : 1), 0);
  const row = table
    .end(lost)
    .rows.find(({ metric, population }) => metric === 'response' && population === 'scheduled');
  if (row === undefined) throw new Error('The report has no row of all requests.');
  rows.set(run, row);
  return row;
}

function measure(p: number, low: keyof MetricRow, high: keyof MetricRow): Measure {
  return {
    name: `p${p * 100}`,
    links: SIMULATED_LINKS,
    hours: [1, 6, 24],
    wanted: () => ({ atLeast: 0.93, atMost: 0.97 }),
    holds(run) {
      const row = rowOf(run);
      const from = row[low];
      const to = row[high];
      if (from === undefined && to === undefined) return undefined;
      const truth = run.link.quantileMs(p);
      return truth >= Number(from ?? 0) && truth <= Number(to ?? Number.POSITIVE_INFINITY);
    },
  };
}

export const p50 = measure(0.5, 'p50_low', 'p50_high');
export const p95 = measure(0.95, 'p95_low', 'p95_high');
