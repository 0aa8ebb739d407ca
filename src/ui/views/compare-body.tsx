import { useSignal } from '@preact/signals';
import { DIFFERENCE_METHOD } from '../../core/stats/difference.ts';
import {
  availabilityCells,
  COMPARED_PERCENTILES,
  columnsOf,
  metricsOf,
  overlapping,
  percentileCells,
} from '../../report/compare.ts';
import type { Compared } from '../../report/compare-types.ts';
import type { Population } from '../../report/types.ts';
import { comparedCaption } from '../caption.ts';
import { comparisonSentences, SHARE_SCALE, TIME_SCALE } from '../compare-words.ts';
import { CurvesPlot } from '../components/curves-plot.tsx';
import { CaptionContext } from '../components/paper.ts';
import { Banner, Segments } from '../components/parts.tsx';
import { metricName } from '../words.ts';
import { CompareTable } from './compare-table.tsx';

const POPULATIONS = [
  ['ok', 'Answered'],
  ['scheduled', 'All due'],
] as const;

const PERCENTILE_NAMES = { p50: 'p50', p95: 'p95', p99: 'p99', p99_9: 'p99.9' } as const;

/** The answer, the table, the distributions, the method. */
export function CompareBody({ list }: { list: readonly Compared[] }) {
  const metrics = metricsOf(list);
  const wanted = useSignal<string | undefined>(undefined);
  const population = useSignal<Population>('ok');
  const probes = useSignal<Readonly<Record<string, string>>>({});
  const baseId = useSignal<string | undefined>(undefined);
  const metric = metrics.find((name) => name === wanted.value) ?? metrics[0];
  if (metric === undefined)
    return (
      <p class="rest">None of these campaigns has a sample in this time, so there is nothing to compare.</p>
    );
  const base = Math.max(
    0,
    list.findIndex(({ campaignId }) => campaignId === baseId.value),
  );
  const columns = columnsOf(list, { metric, population: population.value, probes: probes.value });
  const percentiles = COMPARED_PERCENTILES.map((key) => ({
    name: PERCENTILE_NAMES[key],
    key,
    cells: percentileCells(columns, key, population.value, base),
    scale: TIME_SCALE,
  }));
  const shares = (['link', 'service'] as const).map((of) => ({
    name: of === 'link' ? 'availability of the link' : 'availability of the service',
    of,
    cells: availabilityCells(columns, of, base),
    scale: SHARE_SCALE,
  }));
  const together = overlapping(list);
  return (
    <>
      <div class="compare-controls">
        <Select
          label="Metric"
          value={metric}
          options={metrics.map((name) => [name, metricName(name)])}
          onChoose={(name) => {
            wanted.value = name;
          }}
        />
        <Select
          label="Compare with"
          value={list[base]?.campaignId ?? ''}
          options={list.map(({ campaignId, name, site }) => [
            campaignId,
            site === '' ? name : `${name}, ${site}`,
          ])}
          onChoose={(id) => {
            baseId.value = id;
          }}
        />
        <Segments
          legend="Population"
          value={population.value}
          options={POPULATIONS}
          onChoose={(next) => {
            population.value = next;
          }}
        />
      </div>
      <div class="answer column" aria-live="polite">
        {comparisonSentences(columns, base, [...percentiles, ...shares]).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      {together.map(([first, second]) => (
        <Banner key={`${first.campaignId} ${second.campaignId}`} tone="warn">
          {first.name} and {second.name} measured at the same time: they are not independent, and the
          intervals of their differences are too wide or too narrow.
        </Banner>
      ))}
      <CompareTable
        columns={columns}
        base={base}
        metric={metric}
        percentiles={percentiles}
        shares={shares}
        onProbe={(id, name) => {
          probes.value = { ...probes.value, [id]: name };
        }}
      />
      <CaptionContext.Provider value={comparedCaption(list)}>
        <CurvesPlot columns={columns} base={base} metric={metric} population={population.value} />
      </CaptionContext.Provider>
      <section class="method" aria-labelledby="compare-method">
        <h2 id="compare-method">How differences are found</h2>
        <p class="column">
          {DIFFERENCE_METHOD}. The campaigns count as independent of one another. Each interval stands for
          itself: of twenty differences that are none, one is called one by chance. A percentile that falls
          among lost requests differs by no number of milliseconds: it is called slower where its whole
          interval lies beyond that of the other.
        </p>
      </section>
    </>
  );
}

function Select(props: {
  label: string;
  value: string;
  options: readonly (readonly [string, string])[];
  onChoose: (value: string) => void;
}) {
  return (
    <label class="field">
      <span>{props.label}</span>
      <select value={props.value} onChange={(event) => props.onChoose(event.currentTarget.value)}>
        {props.options.map(([key, name]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
