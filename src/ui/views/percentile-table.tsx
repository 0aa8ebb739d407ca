import { useSignal } from '@preact/signals';
import type { MetricRow, Population, ProbeReport } from '../../report/types.ts';
import { ScrollRegion, Segments } from '../components/parts.tsx';
import { EMPTY, formatCount, formatMs } from '../format.ts';
import { lossWords } from '../report-words.ts';
import { metricName } from '../words.ts';

const COLUMNS = [
  ['p50', 'p50'],
  ['p75', 'p75'],
  ['p90', 'p90'],
  ['p95', 'p95'],
  ['p99', 'p99'],
  ['p99_9', 'p99.9'],
  ['min', 'min'],
  ['max', 'max'],
  ['mean', 'mean'],
  ['jitter', 'jitter'],
] as const;

const POPULATIONS = [
  ['ok', 'Answered'],
  ['scheduled', 'All due'],
] as const;
const MEANINGS: Record<Population, string> = {
  ok: 'Requests that were answered, late ones included.',
  scheduled:
    'All requests that were due: those that were lost count as infinitely slow, so a percentile may never come (∞).',
};

/** The percentiles of one probe, for both populations. */
export function PercentileTable({ probe }: { probe: ProbeReport }) {
  const population = useSignal<Population>('ok');
  const rows = probe.rows.filter((row) => row.population === population.value && row.n > 0);
  const marked = (key: string) => (key === 'p50' || key === 'p95' || key === 'p99' ? key : undefined);
  return (
    <section class="percentiles" aria-labelledby="percentiles-title">
      <div class="chart-head">
        <h2 id="percentiles-title">Percentiles, ms</h2>
        <Segments
          legend="Population"
          value={population.value}
          options={POPULATIONS}
          onChoose={(next) => {
            population.value = next;
          }}
        />
      </div>
      <p class="column">{lossWords(probe)}</p>
      <p class="hint">{MEANINGS[population.value]}</p>
      <ScrollRegion name={`Percentiles of ${probe.name}`}>
        <table class="wide-table">
          <thead>
            <tr>
              <th scope="col" class="words">
                Metric
              </th>
              {COLUMNS.map(([key, label]) => (
                <th key={key} scope="col" data-percentile={marked(key)}>
                  {marked(key) !== undefined && <span class="mark-shape" aria-hidden="true" />}
                  {label}
                </th>
              ))}
              <th scope="col">samples</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.metric} data-headline={row.metric === probe.headline ? '' : undefined}>
                <th scope="row" class="words" title={row.meaning}>
                  {metricName(row.metric)}
                </th>
                {COLUMNS.map(([key]) => (
                  <td key={key} data-percentile={marked(key)}>
                    <Cell row={row} column={key} />
                  </td>
                ))}
                <td>{formatCount(row.n)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <p class="hint">
        {EMPTY} stands where fewer than 5 samples lie beyond a percentile: it would say more than was
        measured.
      </p>
    </section>
  );
}

function Cell({ row, column }: { row: MetricRow; column: (typeof COLUMNS)[number][0] }) {
  const value = row[column];
  if (value === undefined) {
    const why = column.startsWith('p')
      ? 'Fewer than 5 samples lie beyond this percentile.'
      : 'Not measured for this population.';
    return (
      <span class="none" title={why}>
        {EMPTY}
        <span class="visually-hidden"> {why}</span>
      </span>
    );
  }
  if (!Number.isFinite(value)) {
    return (
      <span class="never" title="So many requests were lost that this share was never answered.">
        ∞ lost
      </span>
    );
  }
  return <>{formatMs(value)}</>;
}
