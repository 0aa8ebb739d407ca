import { type Barrier, barrierSamplesNeeded } from '../../core/training/barrier.ts';
import { stretch } from '../../core/training/step-time.ts';
import type { TrainingReport } from '../../report/training-types.ts';
import { ChartFrame } from '../components/chart-frame.tsx';
import { ScrollRegion } from '../components/parts.tsx';
import { PlotCanvas } from '../components/plot-canvas.tsx';
import { FigureHead } from '../components/table-heads.tsx';
import { EMPTY, formatCount, formatMs } from '../format.ts';
import { barrierWords, isLeast, waitText } from '../training-words.ts';

interface Props {
  training: TrainingReport;
  workers: number;
}

/** How long steps wait, over the number of workers. */
export function BarrierPlot({ training, workers }: Props) {
  const { single, independent, leastMs } = training;
  const words = barrierWords(training, workers);
  if (independent.length === 0 || single.p50 === undefined) return <p class="column">{words}</p>;
  return (
    <ChartFrame
      title="How long does a step wait for the slowest worker?"
      keys={[
        { look: 'key-own', text: 'each link on its own' },
        { look: 'key-alike', text: 'all links see the same moment' },
        ...(leastMs === undefined ? [] : [{ look: 'key-least', text: 'what lies above is a lower bound' }]),
      ]}
      summary={words}
      table={() => <BarrierRows training={training} />}
    >
      <PlotCanvas
        load={async () => (await import('../charts/plots.ts')).createBarrier}
        input={{ single, independent, atLeastMs: leastMs }}
        words={words}
        when={[training]}
      />
    </ChartFrame>
  );
}

const PERCENTILES = [
  ['p50', 0.5],
  ['p95', 0.95],
  ['p99', 0.99],
] as const;

const nameOf = ({ workers }: Barrier) => (workers === 1 ? '1, or all alike' : workers);

function BarrierRows({ training }: { training: TrainingReport }) {
  const { single, independent, n } = training;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Workers</th>
          {PERCENTILES.map(([name]) => (
            <th key={name} scope="col" data-percentile={name}>
              {name}, ms
            </th>
          ))}
          <th scope="col">mean, ms</th>
        </tr>
      </thead>
      <tbody>
        {[single, ...independent].map((row) => (
          <tr key={row.workers}>
            <th scope="row">{nameOf(row)}</th>
            {PERCENTILES.map(([name, p]) => (
              <td key={name} data-percentile={name}>
                {row[name] === undefined
                  ? `needs ${formatCount(barrierSamplesNeeded(p, row.workers) - n)} more`
                  : waitText(row[name], training)}
              </td>
            ))}
            <td>{waitText(row.mean, training, true)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const STRETCHED = ['p50', 'p95', 'mean'] as const;

/** By what factor waiting alone, shipping aside, makes a step longer. */
export function StretchTable({ training, computeMs, workers }: Props & { computeMs: number | undefined }) {
  const { single, independent } = training;
  const cell = (ms: number | undefined, isMean: boolean) =>
    ms === undefined || computeMs === undefined
      ? EMPTY
      : `${isLeast(ms, training, isMean) ? '≥ ' : ''}${formatMs(stretch(computeMs, ms))}`;
  return (
    <>
      <h3>By what factor does waiting alone lengthen a step?</h3>
      <ScrollRegion name="Step time by workers">
        <table class="wide-table">
          <thead>
            <tr>
              <th scope="col" class="words">
                Workers
              </th>
              {STRETCHED.map((name) => (
                <FigureHead key={name} name={name} percentile={name === 'mean' ? undefined : name} />
              ))}
            </tr>
          </thead>
          <tbody>
            {[single, ...independent].map((row) => (
              <tr key={row.workers} data-headline={row.workers === workers ? '' : undefined}>
                <th scope="row" class="words">
                  {nameOf(row)}
                </th>
                {STRETCHED.map((name) => (
                  <td key={name} data-percentile={name === 'mean' ? undefined : name}>
                    {cell(row[name], name === 'mean')}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </>
  );
}
