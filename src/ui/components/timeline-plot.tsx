import { useSignal } from '@preact/signals';
import { useContext, useEffect, useRef } from 'preact/hooks';
import type { TimelineBin } from '../../report/types.ts';
import type { PlotKey } from '../charts/plot-keys.ts';
import { PRINT_HEIGHT } from '../charts/print-size.ts';
import { calmBins, neededTop, stepTop } from '../charts/steps.ts';
import type { TimelineChart, TimelineInput } from '../charts/timeline.ts';
import { formatMs } from '../format.ts';
import { instantText, zoneName } from '../format-time.ts';
import { chooseZone, paletteVersion, zone } from '../theme.ts';
import { attempt } from '../trouble.ts';
import { ChartFrame } from './chart-frame.tsx';
import { NOT_MEASURED } from './legend.tsx';
import { FrameContext, type HeldPlot, usePaper } from './paper.ts';
import { Segments } from './parts.tsx';
import { PlotImage } from './plot-canvas.tsx';
import { binReading, TimelineTable, timelineWords } from './timeline-words.tsx';
import { usePrinting } from './use-printing.ts';

const KEYS: readonly PlotKey[] = [
  { look: 'key-median', text: 'median' },
  { look: 'key-band', text: 'fastest to slowest' },
  { look: 'key-lost', text: 'lost' },
  { look: 'key-outage', text: 'outage' },
  NOT_MEASURED,
];

type Props = { title: string; input: Omit<TimelineInput, 'zone'> };

/** The time line of one probe; on paper a picture of it. */
export function TimelinePlot({ title, input }: Props) {
  const isOnPaper = usePaper() !== undefined;
  const full: TimelineInput = { ...input, zone: zone.value };
  const words = timelineWords(input);
  const held: HeldPlot = {
    draw: async (canvas) => (await import('../charts/plots.ts')).createTimeline(canvas, full),
    height: PRINT_HEIGHT,
    note: offScale(input.bins, stepTop(neededTop(calmBins(input)), undefined)),
  };
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
      keys={KEYS}
      summary={words}
      table={() => <TimelineTable bins={input.bins} zone={zone.value} />}
    >
      {isOnPaper ? (
        <PlotImage held={held} words={words} />
      ) : (
        <TimelineCanvas input={full} held={held} words={words} />
      )}
    </ChartFrame>
  );
}

interface CanvasProps {
  input: TimelineInput;
  held: HeldPlot;
  words: string;
}

/** A time line with a cursor for pointer and arrow keys. */
function TimelineCanvas({ input, held, words }: CanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<TimelineChart | undefined>(undefined);
  const cursor = useSignal<number | undefined>(undefined);
  const topMs = useSignal(Number.POSITIVE_INFINITY);
  const latest = useRef(input);
  latest.current = input;
  const frame = useContext(FrameContext);
  if (frame !== undefined) frame.plot = held;

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
    chart.current?.update(input);
    topMs.value = chart.current?.topMs() ?? Number.POSITIVE_INFINITY;
  }, [input.bins, input.intervals, input.silent, input.toMs, input.metric, input.zone]);
  useEffect(() => chart.current?.repaint(), [paletteVersion.value]);
  usePrinting(chart, held.height);

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
    <>
      <div
        class="plot"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move the plot's cursor.
        tabIndex={0}
        role="img"
        aria-label={words}
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
    </>
  );
}

function offScale(bins: readonly TimelineBin[], topMs: number): string | undefined {
  const above = bins.map((bin) => bin.max ?? 0).filter((max) => max > topMs);
  if (above.length === 0) return undefined;
  const highest = formatMs(above.reduce((a, b) => Math.max(a, b)));
  return `▲ ${above.length === 1 ? 'One peak lies' : `${above.length} peaks lie`} above the scale, the highest at ${highest} ms.`;
}
