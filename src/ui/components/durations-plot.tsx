import type { AvailabilityReport, DurationBin } from '../../report/availability-types.ts';
import { formatCount, formatSeconds, plural } from '../format.ts';
import { ChartFrame } from './chart-frame.tsx';
import { PlotCanvas } from './plot-canvas.tsx';

const KINDS = [
  ['link', 'outages that count against the link'],
  ['server', 'of the endpoint or the local network'],
  ['unknown', 'interruptions under 2 s'],
] as const;

/** The distribution of durations, from short interruptions to the longest outage. */
export function DurationsPlot({ availability }: { availability: AvailabilityReport }) {
  const { bins } = availability;
  const words = wordsOf(availability);
  return (
    <ChartFrame
      title="How long do outages last?"
      legend={
        <ul class="legend">
          {KINDS.map(([cause, name]) => (
            <li key={cause}>
              <span class="key key-stall" data-cause={cause} />
              {name}
            </li>
          ))}
        </ul>
      }
      summary={words}
      table={() => <Bins bins={bins} />}
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

function wordsOf({ durations, link, bins }: AvailabilityReport): string {
  const short = bins.reduce((sum, { interruptions }) => sum + interruptions, 0);
  const beside = `${plural(short, 'interruption')} of 0.5 to 2 s beside.`;
  if (link.longestS === undefined) return `No outage counts against the link; ${beside}`;
  const parts = (
    [
      ['50 %', durations.p50],
      ['90 %', durations.p90],
      ['95 %', durations.p95],
      ['99 %', durations.p99],
    ] as const
  ).flatMap(([part, s]) => (s === undefined ? [] : [`${part} up to ${formatSeconds(s)}`]));
  const all = [...parts, `the longest ${formatSeconds(link.longestS)}`].join(', ');
  return `${plural(durations.n, 'outage')} against the link: ${all}. ${beside}`;
}

function Bins({ bins }: { bins: readonly DurationBin[] }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Duration, s</th>
          <th scope="col">Link</th>
          <th scope="col">Others</th>
          <th scope="col">Interruptions</th>
        </tr>
      </thead>
      <tbody>
        {bins.map(({ fromS, toS, link, other, interruptions }) => (
          <tr key={fromS}>
            <th scope="row">
              {fromS} to {toS}
            </th>
            <td>{formatCount(link)}</td>
            <td>{formatCount(other)}</td>
            <td>{formatCount(interruptions)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
