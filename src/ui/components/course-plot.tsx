import { useSignal } from '@preact/signals';
import type { Report } from '../../report/types.ts';
import type { CoursePoint, LimitVerdict } from '../../report/verdict-types.ts';
import type { CourseInput } from '../charts/course.ts';
import { EMPTY, formatShare } from '../format.ts';
import { instantText, zoneName } from '../format-time.ts';
import { aboutWords, limitWords } from '../limit-words.ts';
import { zone } from '../theme.ts';
import { courseWords } from '../verdict-words.ts';
import { ChartFrame } from './chart-frame.tsx';
import { Legend, NOT_MEASURED } from './legend.tsx';
import { PlotCanvas } from './plot-canvas.tsx';
import { PlotTable } from './plot-table.tsx';

const LEGEND = [
  { look: 'key-median', text: 'share so far' },
  { look: 'key-band', text: '95 % interval that holds at every moment' },
  NOT_MEASURED,
];

/** How the share of good requests came about, with the interval that holds at each moment. */
export function CoursePlot({ report, lead }: { report: Report; lead: LimitVerdict }) {
  const rows = report.verdict.limits.filter(({ course }) => course.length > 0);
  const chosen = useSignal(rows.indexOf(lead));
  const row = rows[chosen.value] ?? lead;
  const { course: points, limit } = row;
  const input: CourseInput = {
    points,
    target: limit.share,
    of: aboutWords(limit),
    intervals: report.outages,
    fromMs: report.startEpochMs ?? 0,
    toMs: Math.max(report.endEpochMs ?? 0, points.at(-1)?.epochMs ?? 0),
    zone: zone.value,
  };
  const words = courseWords(row);
  return (
    <ChartFrame
      title="How sure is that, and since when?"
      controls={
        rows.length > 1 && (
          <label class="course-choice">
            <span class="visually-hidden">Limit to show</span>
            <select
              value={String(chosen.value)}
              onChange={(event) => {
                chosen.value = Number(event.currentTarget.value);
              }}
            >
              {rows.map((other, index) => (
                <option key={`${other.probe} ${limitWords(other.limit)}`} value={String(index)}>
                  {limitWords(other.limit)}, by {other.probe}
                </option>
              ))}
            </select>
          </label>
        )
      }
      legend={<Legend items={LEGEND} />}
      summary={words}
      table={() => (
        <PlotTable
          heads={[`Until (${zoneName(zone.value)})`, 'Share so far', 'Low', 'High']}
          rows={rowsOf(points)}
        />
      )}
    >
      <PlotCanvas
        load={async () => (await import('../charts/plots.ts')).createCourse}
        input={input}
        words={words}
        when={[points, zone.value]}
      />
    </ChartFrame>
  );
}

function rowsOf(points: readonly CoursePoint[]) {
  const end = (share: number | undefined) => (share === undefined ? EMPTY : formatShare(share));
  return points.map(({ epochMs, share, low, high }) => [
    instantText(epochMs, zone.value),
    formatShare(share),
    end(low),
    end(high),
  ]);
}
