import { countOf } from '../../report/outage-sums.ts';
import type { TimelineBin } from '../../report/types.ts';
import type { TimelineInput } from '../charts/timeline.ts';
import { formatMs, formatSeconds, plural } from '../format.ts';
import { instantText, type Zone, zoneName } from '../format-time.ts';

/** A bin as words: `median 41.2 ms, 30.1 to 122 ms, 10 answered, 1 lost`. */
export function binReading({ median, min, max, answered, lost, unmeasured }: TimelineBin): string {
  const parts = [
    median === undefined ? '' : `median ${formatMs(median)} ms, ${formatMs(min)} to ${formatMs(max)} ms`,
    answered > 0 ? `${answered} answered` : '',
    lost > 0 ? `${lost} lost` : '',
    unmeasured > 0 ? `${unmeasured} unmeasured` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'nothing was due' : parts.join(', ');
}

/** The plot as a paragraph, for those who cannot see it. */
export function timelineWords(input: Pick<TimelineInput, 'bins' | 'binMs' | 'intervals' | 'metric'>): string {
  const medians = input.bins.map((bin) => bin.median).filter((median) => median !== undefined);
  if (medians.length === 0) return 'Nothing was answered yet.';
  const peak = input.bins.reduce((top, bin) => Math.max(top, bin.max ?? 0), 0);
  const lost = input.bins.reduce((sum, bin) => sum + bin.lost, 0);
  const outages = countOf(input.intervals, 'outage');
  return [
    `${input.metric} in steps of ${formatSeconds(input.binMs / 1000)}:`,
    `the medians lie between ${formatMs(Math.min(...medians))} and ${formatMs(Math.max(...medians))} ms,`,
    `the slowest answer took ${formatMs(peak)} ms.`,
    `${plural(lost, 'request')} went without an answer; ${plural(outages, 'outage')}.`,
  ].join(' ');
}

export function TimelineTable({ bins, zone }: { bins: readonly TimelineBin[]; zone: Zone }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Start ({zoneName(zone)})</th>
          <th scope="col">Fastest, ms</th>
          <th scope="col">Median, ms</th>
          <th scope="col">Slowest, ms</th>
          <th scope="col">Answered</th>
          <th scope="col">Lost</th>
          <th scope="col">Unmeasured</th>
        </tr>
      </thead>
      <tbody>
        {bins.map((bin) => (
          <tr key={bin.startEpochMs}>
            <th scope="row">{instantText(bin.startEpochMs, zone)}</th>
            <td>{formatMs(bin.min)}</td>
            <td>{formatMs(bin.median)}</td>
            <td>{formatMs(bin.max)}</td>
            <td>{bin.answered}</td>
            <td>{bin.lost}</td>
            <td>{bin.unmeasured}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
