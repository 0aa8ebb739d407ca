import type { Zone } from '../format-time.ts';
import { axis, Chart, COMMON, densityOf, type Plot, type PrintSize } from './base.ts';
import { type Evidence, evidencePlugin } from './evidence.ts';
import { readPalette } from './palette.ts';
import { calmBins, neededTop, stepTop } from './steps.ts';
import { timeAxis } from './time-axis.ts';

export interface TimelineInput extends Omit<Evidence, 'cursor'> {
  fromMs: number;
  toMs: number;
  zone: Zone;
  /** Name of the metric, for the axis. */
  metric: string;
}

/** A time line on a canvas: median line, min-max band, outages, unmeasured time, losses. */
export interface TimelineChart extends Plot<TimelineInput> {
  setCursor(index: number | undefined): void;
  /** Top of the latency axis in milliseconds. */
  topMs(): number;
  /** The bin under a horizontal place in the window, in CSS pixels. */
  binAt(clientX: number): number | undefined;
}

export function createTimeline(canvas: HTMLCanvasElement, first: TimelineInput): TimelineChart {
  let input = first;
  let cursor: number | undefined;
  let topMs: number | undefined;
  const paletteNow = (isOnPaper = false) => readPalette(canvas.parentElement ?? document.body, isOnPaper);
  let palette = paletteNow();
  let print: PrintSize | undefined;

  const options = () => {
    topMs = stepTop(neededTop(calmBins(input)), topMs);
    return {
      ...COMMON,
      ...densityOf(print),
      scales: {
        x: timeAxis(palette, input),
        y: axis(palette, `${input.metric}, ms`, {
          min: 0,
          max: topMs,
          ticks: { maxTicksLimit: 6 },
          // A fixed width, so that the plot does not move when the numbers get longer.
          afterFit: (scale) => {
            scale.width = 72;
          },
        }),
      },
    };
  };

  const chart = new Chart(canvas, {
    type: 'line',
    data: { datasets: [] },
    options: options(),
    plugins: [
      evidencePlugin(
        () => ({ ...input, cursor }),
        () => palette,
      ),
    ],
  });
  const redraw = () => {
    chart.options = options();
    chart.update('none');
  };
  return {
    update(next) {
      if (next.metric !== input.metric) topMs = undefined;
      input = next;
      redraw();
    },
    repaint() {
      palette = paletteNow();
      print = undefined;
      redraw();
      chart.resize();
    },
    print(size) {
      palette = paletteNow(true);
      print = size;
      cursor = undefined;
      redraw();
      chart.resize(size.width, size.height);
    },
    setCursor(index) {
      if (cursor === index) return;
      cursor = index;
      chart.draw();
    },
    topMs: () => topMs ?? 0,
    binAt(clientX) {
      const at = chart.scales.x?.getValueForPixel(clientX - canvas.getBoundingClientRect().left);
      const start = input.bins[0]?.startEpochMs;
      if (at === undefined || start === undefined) return undefined;
      const index = Math.floor((at - start) / input.binMs);
      return index < 0 || index >= input.bins.length ? undefined : index;
    },
    destroy: () => chart.destroy(),
  };
}
