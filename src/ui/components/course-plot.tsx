import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { Report } from '../../report/types.ts';
import type { CoursePoint, LimitVerdict } from '../../report/verdict-types.ts';
import type { CourseInput } from '../charts/course.ts';
import type { PlotKey } from '../charts/plot-keys.ts';
import { EMPTY, formatShare } from '../format.ts';
import { instantText, zoneName } from '../format-time.ts';
import { aboutWords, limitWords } from '../limit-words.ts';
import { zone } from '../theme.ts';
import { courseWords } from '../verdict-words.ts';
import { ChartFrame } from './chart-frame.tsx';
import { NOT_MEASURED } from './legend.tsx';
import { usePaper } from './paper.ts';
import { PlotCanvas } from './plot-canvas.tsx';
import { PlotTable } from './plot-table.tsx';

const LEGEND: readonly PlotKey[] = [
  { look: 'key-median', text: 'share so far' },
  { look: 'key-band', text: '95 % interval that holds at every moment' },
  NOT_MEASURED,
];

/** How the share of good requests came about, with the interval that holds at each moment: of the limit that is chosen, on paper of all. */
export function CoursePlot({ report, lead }: { report: Report; lead: LimitVerdict }) {
  const rows = report.verdict.limits.filter(({ course }) => course.length > 0);
  const chosen = useSignal(rows.indexOf(lead));
  if (usePaper() !== undefined)
    return (
      <>
        {rows.map((row) => (
          <Course key={nameOf(row)} report={report} row={row} />
        ))}
      </>
    );
  const choice = (
    <label class="course-choice">
      <span class="visually-hidden">Limit to show</span>
      <select
        value={String(chosen.value)}
        onChange={(event) => {
          chosen.value = Number(event.currentTarget.value);
        }}
      >
        {rows.map((row, index) => (
          <option key={nameOf(row)} value={String(index)}>
            {nameOf(row)}
          </option>
        ))}
      </select>
    </label>
  );
  return <Course report={report} row={rows[chosen.value] ?? lead} controls={rows.length > 1 && choice} />;
}

const nameOf = ({ limit, probe }: LimitVerdict) => `${limitWords(limit)}, by ${probe}`;

interface Props {
  report: Report;
  row: LimitVerdict;
  controls?: ComponentChildren;
}

function Course({ report, row, controls }: Props) {
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
      controls={controls}
      keys={LEGEND}
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
        note={`${nameOf(row)}.`}
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
