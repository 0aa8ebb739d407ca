import { useSignal } from '@preact/signals';
import type { CdfInput } from '../charts/cdf.ts';
import { formatCount, formatMs } from '../format.ts';
import { ChartFrame } from './chart-frame.tsx';
import { Segments } from './parts.tsx';
import { PlotCanvas } from './plot-canvas.tsx';
import { PlotTable } from './plot-table.tsx';

export type Distribution = Omit<CdfInput, 'logarithmic' | 'marks'> & {
  percentiles: { p50?: number | undefined; p95?: number | undefined; p99?: number | undefined } | undefined;
};

type Scale = 'linear' | 'log';

interface Props {
  /** The question that the plot answers. */
  title: string;
  distribution: Distribution;
  /** What must be known to read it. */
  lead?: string;
}

/** A distribution with its tail. */
export function CdfPlot({ title, distribution, lead }: Props) {
  const scale = useSignal<Scale>(isWide(distribution) ? 'log' : 'linear');
  const input = { ...distribution, marks: marksOf(distribution), logarithmic: scale.value === 'log' };
  const words = wordsOf(input);
  return (
    <ChartFrame
      title={title}
      controls={
        <Segments
          legend={`Latency axis of ${input.metric}`}
          value={scale.value}
          options={[
            ['linear', 'Linear'],
            ['log', 'Logarithmic'],
          ]}
          onChoose={(next) => {
            scale.value = next;
          }}
        />
      }
      lead={lead}
      summary={words}
      table={() => (
        <PlotTable
          heads={[`${input.metric}, ms`, `Share of ${input.of}, %`]}
          rows={input.points.map(({ ms, share }) => [formatMs(ms), (share * 100).toFixed(3)])}
        />
      )}
    >
      <PlotCanvas
        load={async () => (await import('../charts/plots.ts')).createCdf}
        input={input}
        words={words}
        when={[input.points, scale.value]}
      />
    </ChartFrame>
  );
}

const MARKS = [
  ['p50', 0.5],
  ['p95', 0.95],
  ['p99', 0.99],
] as const;

/** A tail over ten times the median would press a linear curve flat. */
function isWide({ points }: Distribution): boolean {
  const median = points.find(({ share }) => share >= 0.5)?.ms;
  return median !== undefined && (points.at(-1)?.ms ?? 0) > 10 * median;
}

function marksOf({ percentiles }: Distribution): CdfInput['marks'] {
  return MARKS.flatMap(([name, share]) => {
    const ms = percentiles?.[name];
    return ms === undefined || !Number.isFinite(ms) ? [] : [{ name, share, ms }];
  });
}

function wordsOf({ points, count, metric, of, marks, limits = [] }: CdfInput): string {
  if (points.length === 0) return 'Nothing was answered, so there is no distribution.';
  const parts = [
    ...marks.map(({ share, ms }) => `${share * 100} % within ${formatMs(ms)} ms`),
    `the longest ${formatMs(points.at(-1)?.ms)} ms`,
  ];
  const lines = limits.map(({ label }) => ` The limit: ${label}.`).join('');
  return `${metric}, ${formatCount(count)} ${of}: ${parts.join(', ')}.${lines}`;
}
