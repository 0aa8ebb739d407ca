import { useSignal } from '@preact/signals';
import { type Column, curveOf } from '../../report/compare.ts';
import type { Population } from '../../report/types.ts';
import type { Curve, CurvesInput } from '../charts/curves.ts';
import { formatMs } from '../format.ts';
import { metricName } from '../words.ts';
import { ChartFrame } from './chart-frame.tsx';
import { Segments } from './parts.tsx';
import { PlotCanvas } from './plot-canvas.tsx';

interface Props {
  columns: readonly Column[];
  base: number;
  metric: string;
  population: Population;
}

/** The distributions of several campaigns on one percentile axis. */
export function CurvesPlot({ columns, base, metric, population }: Props) {
  const scale = useSignal<'linear' | 'log'>('log');
  const input: CurvesInput = {
    curves: columns.flatMap((column, place): Curve[] => {
      const points = curveOf(column, population);
      const count = column.metric?.[population].n ?? 0;
      return points.length === 0
        ? []
        : [{ name: column.compared.name, points, count, place, isBase: place === base }];
    }),
    metric: metricName(metric),
    of: population === 'ok' ? 'answered requests' : 'requests that were due',
    logarithmic: scale.value === 'log',
  };
  const words = wordsOf(input);
  return (
    <ChartFrame
      title="How do the tails differ?"
      controls={
        <Segments
          legend="Latency axis of the comparison"
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
      keys={input.curves.map(({ name, place }) => ({ look: 'key-curve', text: name, place }))}
      summary={words}
      table={() => <CurvesTable input={input} />}
    >
      <PlotCanvas
        load={async () => (await import('../charts/plots.ts')).createCurves}
        input={input}
        words={words}
        when={[columns, population, scale.value, base]}
      />
    </ChartFrame>
  );
}

const SHARES = [0.5, 0.9, 0.95, 0.99, 0.999] as const;

const at = ({ points }: Curve, share: number) => points.find((point) => point.share >= share)?.ms;

function wordsOf({ curves, metric, of }: CurvesInput): string {
  if (curves.length === 0) return 'Nothing was answered, so there are no distributions.';
  const each = curves.map((curve) => {
    const [half, most] = [at(curve, 0.5), at(curve, 0.95)];
    const ends = [
      half === undefined ? 'half of them never came' : `50 % within ${formatMs(half)} ms`,
      ...(half === undefined || most === undefined ? [] : [`95 % within ${formatMs(most)} ms`]),
    ];
    return `${curve.name}: ${ends.join(', ')}.`;
  });
  return `${metric}, ${of}. ${each.join(' ')}`;
}

function CurvesTable({ input: { curves, of } }: { input: CurvesInput }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Share of {of}</th>
          {curves.map(({ name, place }) => (
            <th key={place} scope="col">
              {name}, ms
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {SHARES.map((share) => (
          <tr key={share}>
            <th scope="row">{Number((share * 100).toFixed(1))} %</th>
            {curves.map((curve) => (
              <td key={curve.place}>{formatMs(at(curve, share))}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
