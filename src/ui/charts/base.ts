import { Chart, type ChartOptions, LinearScale, type ScaleOptionsByType } from 'chart.js';
import type { DeepPartial } from './deep-partial.ts';
import { type Palette, readPalette } from './palette.ts';

// Axes and layout come from Chart.js; what lies between them is drawn by plugins, so no element of it is needed.
Chart.register(LinearScale);

export { Chart };

type LinearOptions = DeepPartial<ScaleOptionsByType<'linear'>> & { type: 'linear' };

export type Axes = { x: LinearOptions; y: LinearOptions };

/** An axis with a name and a unit, quiet lines, and numbers that keep their width. */
export function axis(
  palette: Palette,
  title: string | string[],
  more: Partial<LinearOptions>,
): LinearOptions {
  const font = { family: palette.font, size: 13, weight: palette.weight };
  return {
    type: 'linear',
    ...more,
    title: { display: true, text: title, color: palette.muted, font },
    grid: { color: palette.line, tickLength: 4, ...more.grid },
    border: { color: palette.muted },
    ticks: { color: palette.muted, font, maxRotation: 0, ...more.ticks },
  };
}

/** How large a plot is drawn on paper: in CSS pixels of 1/96 inch, and dots for each of them. */
export interface PrintSize {
  width: number;
  height: number;
  ratio: number;
}

/** Options that hold for every plot: no animation, no resize dance; legend and cursor are our own. */
export const COMMON: ChartOptions<'line'> = {
  animation: false,
  responsive: true,
  maintainAspectRatio: false,
  events: [],
};

/** A plot on a canvas that shows one input at a time. */
export interface Plot<T> {
  update(input: T): void;
  /** Reads the colours and the size again, after the theme changed or the plot was drawn for paper. */
  repaint(): void;
  /** Draws in the colours of paper and at that size, whatever theme and window are. */
  print(size: PrintSize): void;
  destroy(): void;
}

/** Dots for each CSS pixel: those of paper, or as many as the screen has. */
export const densityOf = (print: PrintSize | undefined): Pick<ChartOptions<'line'>, 'devicePixelRatio'> =>
  print === undefined ? {} : { devicePixelRatio: print.ratio };

/** A plot whose axes follow from its input, and which draws itself between them. */
export function createPlot<T>(
  canvas: HTMLCanvasElement,
  first: T,
  scalesOf: (input: T, palette: Palette) => Axes,
  draw: (chart: Chart<'line'>, input: T, palette: Palette) => void,
): Plot<T> {
  const paletteNow = (isOnPaper = false) => readPalette(canvas.parentElement ?? document.body, isOnPaper);
  let input = first;
  let palette = paletteNow();
  let print: PrintSize | undefined;
  const options = () => ({ ...COMMON, ...densityOf(print), scales: scalesOf(input, palette) });
  const chart = new Chart(canvas, {
    type: 'line',
    data: { datasets: [] },
    options: options(),
    plugins: [{ id: 'drawing', afterDatasetsDraw: (drawn: Chart<'line'>) => draw(drawn, input, palette) }],
  });
  const redraw = () => {
    chart.options = options();
    chart.update('none');
  };
  return {
    update(next) {
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
      redraw();
      chart.resize(size.width, size.height);
    },
    destroy: () => chart.destroy(),
  };
}
