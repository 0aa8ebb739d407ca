import { useSignal } from '@preact/signals';
import type { MetricRow, Population, ProbeReport } from '../../report/types.ts';
import { usePaper } from '../components/paper.ts';
import { ScrollRegion, Segments } from '../components/parts.tsx';
import { FigureHead } from '../components/table-heads.tsx';
import { EMPTY, formatCount } from '../format.ts';
import { lossWords } from '../report-words.ts';
import { metricName } from '../words.ts';
import { ErrorNotes } from './error-notes.tsx';
import { isPercentile, PercentileCell, Time } from './percentile-cell.tsx';

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

type Column = (typeof COLUMNS)[number][0];

const POPULATIONS = [
  ['ok', 'Answered'],
  ['scheduled', 'All due'],
] as const;
const MEANINGS: Record<Population, string> = {
  ok: 'Requests that were answered, late ones included.',
  scheduled:
    'All requests that were due: those that were lost count as infinitely slow, so a percentile may never come (∞).',
};

interface Props {
  probe: ProbeReport;
  /** How long was measured, in seconds. */
  observedS: number;
}

/** The percentiles of one probe, for the population that is chosen, on paper for both. */
export function PercentileTable(props: Props) {
  const { probe } = props;
  const population = useSignal<Population>('ok');
  const isOnPaper = usePaper() !== undefined;
  return (
    <section class="percentiles" aria-labelledby="percentiles-title">
      <div class="chart-head">
        <h2 id="percentiles-title">Percentiles, ms</h2>
        {!isOnPaper && (
          <Segments
            legend="Population"
            value={population.value}
            options={POPULATIONS}
            onChoose={(next) => {
              population.value = next;
            }}
          />
        )}
      </div>
      <p class="column">{lossWords(probe)}</p>
      <ErrorNotes errors={probe.errors} />
      {isOnPaper ? (
        POPULATIONS.map(([key, name]) => (
          <Figures key={key} {...props} population={key} name={`Percentiles of ${probe.name}, ${name}`} />
        ))
      ) : (
        <Figures {...props} population={population.value} name={`Percentiles of ${probe.name}`} />
      )}
      <p class="hint">
        Under a value stands its 95 % interval, which takes into account that requests close in time share
        their fate. {EMPTY} stands where fewer than 5 samples lie beyond a percentile, and under it how many
        more it takes and how long that is at this rate.
      </p>
    </section>
  );
}

function Figures({ probe, observedS, population, name }: Props & { population: Population; name: string }) {
  const rows = probe.rows.filter((row) => row.population === population && row.n > 0);
  const marked = (key: string) => (key === 'p50' || key === 'p95' || key === 'p99' ? key : undefined);
  return (
    <>
      <p class="hint">{MEANINGS[population]}</p>
      <ScrollRegion name={name}>
        <table class="wide-table">
          <thead>
            <tr>
              <th scope="col" class="words">
                Metric
              </th>
              {COLUMNS.map(([key, label]) => (
                <FigureHead key={key} name={label} percentile={marked(key)} />
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
                {COLUMNS.map(([key, label]) => (
                  <td key={key} data-column={label} data-percentile={marked(key)}>
                    <Cell row={row} column={key} observedS={observedS} />
                  </td>
                ))}
                <td data-column="samples">{formatCount(row.n)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </>
  );
}

function Cell({ row, column, observedS }: { row: MetricRow; column: Column; observedS: number }) {
  if (isPercentile(column)) return <PercentileCell row={row} column={column} observedS={observedS} />;
  const value = row[column];
  if (value === undefined) {
    const why = 'Not measured for this population.';
    return (
      <span class="none" title={why}>
        {EMPTY}
        <span class="visually-hidden"> {why}</span>
      </span>
    );
  }
  return <Time ms={value} />;
}
