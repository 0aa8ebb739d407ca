import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ProbeReport } from '../../report/types.ts';
import type { CdfChart, CdfInput } from '../charts/cdf.ts';
import { formatCount, formatMs } from '../format.ts';
import { paletteVersion } from '../theme.ts';
import { attempt } from '../trouble.ts';
import { metricName } from '../words.ts';
import { ChartFrame } from './chart-frame.tsx';
import { Segments } from './parts.tsx';

type Scale = 'linear' | 'log';

/** The distribution of a probe's headline metric, with its tail. */
export function CdfPlot({ probe }: { probe: ProbeReport }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<CdfChart | undefined>(undefined);
  const scale = useSignal<Scale>(isWide(probe) ? 'log' : 'linear');
  const input = inputOf(probe, scale.value === 'log');
  const latest = useRef(input);
  latest.current = input;
  useEffect(() => {
    let gone = false;
    attempt(async () => {
      const { createCdf } = await import('../charts/plots.ts');
      if (!gone && canvas.current !== null) chart.current = createCdf(canvas.current, latest.current);
    }, 'The plot could not be drawn. ');
    return () => {
      gone = true;
      chart.current?.destroy();
    };
  }, []);
  useEffect(() => chart.current?.update(input), [probe, scale.value]);
  useEffect(() => chart.current?.repaint(), [paletteVersion.value]);
  const words = wordsOf(input);
  return (
    <ChartFrame
      title={`How slow are the slowest ${probe.headline === 'ttft' ? 'first tokens' : 'answers'}?`}
      controls={
        <Segments
          legend="Latency axis"
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
      summary={words}
      table={() => <CdfTable input={input} />}
    >
      <div class="plot" role="img" aria-label={words}>
        <canvas ref={canvas} />
      </div>
    </ChartFrame>
  );
}

const MARKS = [
  ['p50', 0.5],
  ['p95', 0.95],
  ['p99', 0.99],
] as const;

/** A tail over ten times the median would press a linear curve flat. */
function isWide({ cdf }: ProbeReport): boolean {
  const median = cdf.find(({ share }) => share >= 0.5)?.ms;
  return median !== undefined && (cdf.at(-1)?.ms ?? 0) > 10 * median;
}

function inputOf(probe: ProbeReport, logarithmic: boolean): CdfInput {
  const row = probe.rows.find(({ metric, population }) => metric === probe.headline && population === 'ok');
  const marks = MARKS.flatMap(([name, share]) => {
    const ms = row?.[name];
    return ms === undefined || !Number.isFinite(ms) ? [] : [{ name, share, ms }];
  });
  return {
    points: probe.cdf,
    count: row?.n ?? probe.cdf.length,
    metric: metricName(probe.headline),
    logarithmic,
    marks,
  };
}

function wordsOf({ points, count, metric, marks }: CdfInput): string {
  if (points.length === 0) return 'Nothing was answered, so there is no distribution.';
  const parts = marks.map(({ share, ms }) => `${share * 100} % within ${formatMs(ms)} ms`);
  return `${metric} of ${formatCount(count)} answered requests: ${parts.join(', ')}; the slowest took ${formatMs(points.at(-1)?.ms)} ms.`;
}

function CdfTable({ input }: { input: CdfInput }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{input.metric}, ms</th>
          <th scope="col">Answered within it, %</th>
        </tr>
      </thead>
      <tbody>
        {input.points.map(({ ms, share }) => (
          <tr key={share}>
            <th scope="row">{formatMs(ms)}</th>
            <td>{(share * 100).toFixed(3)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
