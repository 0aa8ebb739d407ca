import type { AvailabilityReport } from '../../report/availability-types.ts';
import type { PlotKey } from '../charts/plot-keys.ts';
import { formatCount, formatSeconds, plural } from '../format.ts';
import { ChartFrame } from './chart-frame.tsx';
import { PlotCanvas } from './plot-canvas.tsx';
import { PlotTable } from './plot-table.tsx';

const LEGEND: readonly PlotKey[] = [
  { look: 'key-stall', cause: 'link', text: 'outages that count against the link' },
  { look: 'key-stall', cause: 'server', text: 'of the endpoint or the local network' },
  { look: 'key-stall', cause: 'unknown', text: 'interruptions under 2 s' },
];
const HEADS = ['Duration, s', 'Link', 'Others', 'Interruptions'];

/** The distribution of durations, from short interruptions to the longest outage. */
export function DurationsPlot({ availability }: { availability: AvailabilityReport }) {
  const { bins } = availability;
  const words = wordsOf(availability);
  return (
    <ChartFrame
      title="How long do outages last?"
      keys={LEGEND}
      summary={words}
      table={() => (
        <PlotTable
          heads={HEADS}
          rows={bins.map(({ fromS, toS, link, other, interruptions }) => [
            `${fromS} to ${toS}`,
            ...[link, other, interruptions].map(formatCount),
          ])}
        />
      )}
    >
      <PlotCanvas
        load={async () => (await import('../charts/plots.ts')).createDurations}
        input={bins}
        words={words}
        when={[bins]}
      />
    </ChartFrame>
  );
}

function wordsOf({ durations, bins, cutByFilter }: AvailabilityReport): string {
  const short = bins.reduce((sum, { interruptions }) => sum + interruptions, 0);
  const left =
    cutByFilter === 0 ? '' : ` ${plural(cutByFilter, 'outage')} that the filter cuts: not counted here.`;
  const beside = `${plural(short, 'interruption')} of 0.5 to 2 s beside.${left}`;
  if (durations.longest === undefined && cutByFilter > 0)
    return `No whole outage counts against the link; ${beside}`;
  if (durations.longest === undefined) return `No outage counts against the link; ${beside}`;
  const parts = (
    [
      ['50 %', durations.p50],
      ['90 %', durations.p90],
      ['95 %', durations.p95],
      ['99 %', durations.p99],
    ] as const
  ).flatMap(([part, s]) => (s === undefined ? [] : [`${part} up to ${formatSeconds(s)}`]));
  const all = [...parts, `the longest ${formatSeconds(durations.longest)}`].join(', ');
  return `${plural(durations.n, 'outage')} against the link: ${all}. ${beside}`;
}
