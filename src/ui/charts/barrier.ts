import type { Barrier } from '../../core/training/barrier.ts';
import { axis, type Chart, createPlot, type Plot } from './base.ts';
import { drawMark } from './mark-shape.ts';
import type { Palette } from './palette.ts';
import { logTicks } from './steps.ts';

export interface BarrierInput {
  single: Barrier;
  independent: readonly Barrier[];
  /** From here on, values are lower bounds; absent where none is. */
  atLeastMs?: number | undefined;
}

const LINES = ['p50', 'p95', 'p99'] as const;
const NAME_ROOM = 1.25;
const NAME_PX = 14;

/** The barrier over the number of workers: solid where links are independent, dashed where all see the same. */
export function createBarrier(canvas: HTMLCanvasElement, first: BarrierInput): Plot<BarrierInput> {
  return createPlot(canvas, first, scalesOf, draw);
}

function scalesOf({ single, independent }: BarrierInput, palette: Palette) {
  const rows = [single, ...independent];
  const all = rows.flatMap((row) => LINES.flatMap((name) => row[name] ?? []));
  // The names of the lines stand above their last marks.
  const { min, max, marks } = logTicks(Math.min(...all), Math.max(...all) * NAME_ROOM);
  return {
    x: axis(palette, 'Workers (each twice the last)', {
      min: 0,
      max: Math.log2(independent.at(-1)?.workers ?? 2) + 0.5,
      grid: { color: palette.line },
      afterBuildTicks: (scale) => {
        scale.ticks = rows.map(({ workers }) => ({ value: Math.log2(workers) }));
      },
      ticks: { autoSkip: false, callback: (value) => String(2 ** Number(value)) },
    }),
    y: axis(palette, 'Wait for the slowest, ms (logarithmic)', {
      min,
      max,
      afterBuildTicks: (scale) => {
        scale.ticks = marks.map((ms) => ({ value: Math.log10(ms) }));
      },
      ticks: {
        autoSkip: false,
        callback: (value) => Number((10 ** Number(value)).toPrecision(3)).toLocaleString('en-GB'),
      },
      afterFit: (scale) => {
        scale.width = 80;
      },
    }),
  };
}

function draw(chart: Chart<'line'>, input: BarrierInput, palette: Palette): void {
  const { x, y } = chart.scales;
  if (x === undefined || y === undefined) return;
  const { ctx: pen, chartArea } = chart;
  const left = (workers: number) => x.getPixelForValue(Math.log2(workers));
  const top = (ms: number) => y.getPixelForValue(Math.log10(ms));
  pen.save();
  pen.lineWidth = palette.stroke;
  pen.lineJoin = 'round';
  pen.font = palette.label;
  const { atLeastMs } = input;
  if (atLeastMs !== undefined && Math.log10(atLeastMs) < y.max && Math.log10(atLeastMs) > y.min) {
    pen.strokeStyle = palette.bad;
    pen.setLineDash([2, 4]);
    line(pen, [
      [chartArea.left, top(atLeastMs)],
      [chartArea.right, top(atLeastMs)],
    ]);
  }
  const ends: number[] = [];
  for (const name of LINES) {
    const single = input.single[name];
    pen.strokeStyle = palette[name];
    pen.fillStyle = palette[name];
    if (single !== undefined) {
      pen.setLineDash([6, 5]);
      line(pen, [
        [left(1), top(single)],
        [chartArea.right, top(single)],
      ]);
    }
    pen.setLineDash([]);
    const points = [input.single, ...input.independent].flatMap((row): [number, number][] => {
      const ms = row[name];
      return ms === undefined ? [] : [[left(row.workers), top(ms)]];
    });
    line(pen, points);
    for (const [at, height] of points) drawMark(pen, name, at, height);
    const last = points.at(-1);
    if (last === undefined) continue;
    // Within the plot on a narrow screen too, and beside the names of lines that end at the same place.
    const beside = ends.filter((height) => Math.abs(height - last[1]) < NAME_PX).length;
    ends.push(last[1]);
    pen.textAlign = 'center';
    pen.fillText(name, Math.min(last[0], chartArea.right - 14) - 2 * NAME_PX * beside, last[1] - NAME_PX);
  }
  pen.restore();
}

function line(pen: CanvasRenderingContext2D, points: readonly (readonly [number, number])[]): void {
  pen.beginPath();
  for (const [x, y] of points) pen.lineTo(x, y);
  pen.stroke();
}
