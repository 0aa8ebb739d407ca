import { Chart, type ChartOptions, LinearScale, type ScaleOptionsByType } from 'chart.js';
import type { DeepPartial } from './deep-partial.ts';
import { type Palette, readPalette } from './palette.ts';

// Axes and layout come from Chart.js; what lies between them is drawn by plugins, so no element of it is needed.
Chart.register(LinearScale);

export { Chart };

type LinearOptions = DeepPartial<ScaleOptionsByType<'linear'>> & { type: 'linear' };

export type Axes = { x: LinearOptions; y: LinearOptions };

/** An axis with a name and a unit, quiet lines, and numbers that keep their width. */
export function axis(palette: Palette, title: string, more: Partial<LinearOptions>): LinearOptions {
  const font = { family: palette.font, size: 13 };
  return {
    type: 'linear',
    ...more,
    title: { display: true, text: title, color: palette.muted, font: { ...font, weight: 'normal' } },
    grid: { color: palette.line, tickLength: 4, ...more.grid },
    border: { color: palette.muted },
    ticks: { color: palette.muted, font, maxRotation: 0, ...more.ticks },
  };
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
  /** Reads the colours again after the theme changed. */
  repaint(): void;
  destroy(): void;
}

/** A plot whose axes follow from its input, and which draws itself between them. */
export function createPlot<T>(
  canvas: HTMLCanvasElement,
  first: T,
  scalesOf: (input: T, palette: Palette) => Axes,
  draw: (chart: Chart<'line'>, input: T, palette: Palette) => void,
): Plot<T> {
  const paletteNow = () => readPalette(canvas.parentElement ?? document.body);
  let input = first;
  let palette = paletteNow();
  const options = () => ({ ...COMMON, scales: scalesOf(input, palette) });
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
      redraw();
    },
    destroy: () => chart.destroy(),
  };
}
