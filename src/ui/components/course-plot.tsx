import { useSignal } from '@preact/signals';
import type { Report } from '../../report/types.ts';
import type { CoursePoint, LimitVerdict } from '../../report/verdict-types.ts';
import type { CourseInput } from '../charts/course.ts';
import { EMPTY, formatShare } from '../format.ts';
import { instantText, zoneName } from '../format-time.ts';
import { zone } from '../theme.ts';
import { aboutWords, courseWords, limitWords } from '../verdict-words.ts';
import { ChartFrame } from './chart-frame.tsx';
import { PlotCanvas } from './plot-canvas.tsx';

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
      legend={<Legend />}
      summary={words}
      table={() => <CourseTable points={points} />}
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

function Legend() {
  return (
    <ul class="legend">
      <li>
        <span class="key key-median" />
        share so far
      </li>
      <li>
        <span class="key key-band" />
        95 % interval that holds at every moment
      </li>
      <li>
        <span class="key key-unmeasured" />
        not measured
      </li>
    </ul>
  );
}

function CourseTable({ points }: { points: readonly CoursePoint[] }) {
  return (
    <table>
      <thead>
        <tr>
          {[`Until (${zoneName(zone.value)})`, 'Share so far', 'Low', 'High'].map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {points.map(({ epochMs, share, low, high }) => (
          <tr key={epochMs}>
            <th scope="row">{instantText(epochMs, zone.value)}</th>
            <td>{formatShare(share)}</td>
            <td>{low === undefined ? EMPTY : formatShare(low)}</td>
            <td>{high === undefined ? EMPTY : formatShare(high)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
