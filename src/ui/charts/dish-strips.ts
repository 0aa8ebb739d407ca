import type { Span } from '../../core/link/spans.ts';
import type { DishReport } from '../../report/dish-types.ts';
import type { Zone } from '../format-time.ts';
import { axis, type Chart, createPlot, type Plot } from './base.ts';
import { hatchPattern, type Palette } from './palette.ts';
import { timeAxis } from './time-axis.ts';

export interface DishStripsInput {
  strips: DishReport['strips'];
  fromMs: number;
  toMs: number;
  zone: Zone;
}

const LANES = [
  ['ours', 'probes'],
  ['outages', 'dish: outages'],
  ['drops', 'dish: pings'],
] as const;

/** Three lanes over time, the topmost ours: where the link failed (full), and where nobody knows (hatched). */
export function createDishStrips(canvas: HTMLCanvasElement, first: DishStripsInput): Plot<DishStripsInput> {
  return createPlot(canvas, first, scalesOf, draw);
}

const middleOf = (lane: number) => LANES.length - lane - 0.5;

function scalesOf(input: DishStripsInput, palette: Palette) {
  return {
    x: timeAxis(palette, input),
    y: axis(palette, 'Who saw it', {
      min: 0,
      max: LANES.length,
      grid: { display: false },
      afterBuildTicks: (scale) => {
        scale.ticks = LANES.map((_lane, i) => ({ value: middleOf(i) }));
      },
      afterFit: (scale) => {
        scale.width = 132;
      },
      ticks: { callback: (value) => LANES[Math.round(LANES.length - 0.5 - Number(value))]?.[1] ?? '' },
    }),
  };
}

function draw(chart: Chart<'line'>, { strips }: DishStripsInput, palette: Palette): void {
  const { x, y } = chart.scales;
  if (x === undefined || y === undefined) return;
  const { ctx: pen, chartArea } = chart;
  pen.save();
  pen.beginPath();
  pen.rect(chartArea.left, chartArea.top, chartArea.width, chartArea.height);
  pen.clip();
  LANES.forEach(([key], i) => {
    const top = y.getPixelForValue(middleOf(i) + 0.34);
    const height = y.getPixelForValue(middleOf(i) - 0.34) - top;
    const strip = (spans: readonly Span[], fill: string | CanvasPattern, leastPx: number) => {
      pen.fillStyle = fill;
      for (const { start, end } of spans) {
        const left = x.getPixelForValue(start);
        pen.fillRect(left, top, Math.max(leastPx, x.getPixelForValue(end) - left), height);
      }
    };
    strip(strips.unknown[key], hatchPattern(pen, palette.hatch), 1);
    strip(strips[key], key === 'ours' ? palette.bad : palette.ink, 2);
    pen.fillStyle = palette.line;
    pen.fillRect(chartArea.left, top + height, chartArea.width, 1);
  });
  pen.restore();
}
