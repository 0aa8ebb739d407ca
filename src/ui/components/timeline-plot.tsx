import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { TimelineBin } from '../../report/types.ts';
import type { TimelineChart, TimelineInput } from '../charts/timeline.ts';
import { formatMs } from '../format.ts';
import { instantText, zoneName } from '../format-time.ts';
import { chooseZone, paletteVersion, zone } from '../theme.ts';
import { attempt } from '../trouble.ts';
import { ChartFrame } from './chart-frame.tsx';
import { Segments } from './parts.tsx';
import { binReading, TimelineTable, timelineWords } from './timeline-words.tsx';

type Props = { title: string; input: Omit<TimelineInput, 'zone'> };

/** The time line of one probe, with a cursor for pointer and arrow keys. */
export function TimelinePlot({ title, input }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<TimelineChart | undefined>(undefined);
  const cursor = useSignal<number | undefined>(undefined);
  const topMs = useSignal(Number.POSITIVE_INFINITY);
  const full: TimelineInput = { ...input, zone: zone.value };
  const latest = useRef(full);
  latest.current = full;

  useEffect(() => {
    let gone = false;
    attempt(async () => {
      const { createTimeline } = await import('../charts/plots.ts');
      if (gone || canvas.current === null) return;
      chart.current = createTimeline(canvas.current, latest.current);
      topMs.value = chart.current.topMs();
    }, 'The plot could not be drawn. ');
    return () => {
      gone = true;
      chart.current?.destroy();
    };
  }, []);
  useEffect(() => {
    chart.current?.update(full);
    topMs.value = chart.current?.topMs() ?? Number.POSITIVE_INFINITY;
  }, [input.bins, input.intervals, input.silent, input.toMs, input.metric, zone.value]);
  useEffect(() => chart.current?.repaint(), [paletteVersion.value]);

  const point = (index: number | undefined) => {
    cursor.value = index;
    chart.current?.setCursor(index);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const last = input.bins.length - 1;
    const at = cursor.value ?? last;
    const moves: Record<string, number | undefined> = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      PageUp: at - 20,
      PageDown: at + 20,
      Home: 0,
      End: last,
    };
    const to = moves[event.key];
    if (event.key === 'Escape') point(undefined);
    if (to === undefined || last < 0) return;
    event.preventDefault();
    point(Math.max(0, Math.min(last, to)));
  };
  const bin = cursor.value === undefined ? undefined : input.bins[cursor.value];
  return (
    <ChartFrame
      title={title}
      controls={
        <Segments
          legend="Clock of the plot"
          value={zone.value}
          options={[
            ['utc', 'UTC'],
            ['local', 'Local'],
          ]}
          onChoose={chooseZone}
        />
      }
      legend={<Legend />}
      summary={timelineWords(input)}
      table={() => <TimelineTable bins={input.bins} zone={zone.value} />}
    >
      <div
        class="plot"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move the plot's cursor.
        tabIndex={0}
        role="img"
        aria-label={timelineWords(input)}
        onKeyDown={onKeyDown}
        onPointerMove={(event) => point(chart.current?.binAt(event.clientX))}
        onPointerLeave={() => point(undefined)}
      >
        <canvas ref={canvas} />
      </div>
      <p class="readout num">
        {bin === undefined
          ? (offScale(input.bins, topMs.value) ??
            'Point at the plot, or focus it and use the arrow keys, to read it.')
          : `${instantText(bin.startEpochMs, zone.value)} ${zoneName(zone.value)}: ${binReading(bin)}`}
      </p>
    </ChartFrame>
  );
}

function offScale(bins: readonly TimelineBin[], topMs: number): string | undefined {
  const above = bins.map((bin) => bin.max ?? 0).filter((max) => max > topMs);
  if (above.length === 0) return undefined;
  const highest = formatMs(above.reduce((a, b) => Math.max(a, b)));
  return `▲ ${above.length === 1 ? 'One peak lies' : `${above.length} peaks lie`} above the scale, the highest at ${highest} ms.`;
}

function Legend() {
  return (
    <ul class="legend">
      <li>
        <span class="key key-median" />
        median
      </li>
      <li>
        <span class="key key-band" />
        fastest to slowest
      </li>
      <li>
        <span class="key key-lost" />
        lost
      </li>
      <li>
        <span class="key key-outage" />
        outage
      </li>
      <li>
        <span class="key key-unmeasured" />
        not measured
      </li>
    </ul>
  );
}
