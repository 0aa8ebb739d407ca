import type { CdfPoint } from '../../report/types.ts';
import { type Axes, axis, type Chart, createPlot, type Plot } from './base.ts';
import { drawLimits, type LimitLine, reachOf } from './limit-lines.ts';
import { drawMark } from './mark-shape.ts';
import type { Palette } from './palette.ts';
import { logTicks, nines, percentileTicks, stepTop } from './steps.ts';

export interface CdfInput {
  points: readonly CdfPoint[];
  /** How many values: sets how far into the tail the axis reaches. */
  count: number;
  metric: string;
  /** What the values are of, in the plural: `answered requests`. */
  of: string;
  /** A logarithmic latency axis shows body and tail alike; a linear one starts at 0. */
  logarithmic: boolean;
  marks: readonly { name: 'p50' | 'p95' | 'p99'; share: number; ms: number }[];
  /** Of the workload, on this metric. */
  limits?: readonly LimitLine[] | undefined;
}

/** The distribution on a percentile axis in powers of ten: the tail gets the room that it needs. */
export function createCdf(canvas: HTMLCanvasElement, first: CdfInput): Plot<CdfInput> {
  return createPlot(canvas, first, cdfScales, drawCurve);
}

/** The percentile axis in powers of ten, and that of the latency. */
export function cdfScales(input: CdfInput, palette: Palette): Axes {
  const ticks = percentileTicks(input.count);
  return {
    x: axis(palette, `Percentile of ${input.of}, % (powers of ten)`, {
      min: 0,
      max: endOf(input.count),
      afterBuildTicks: (scale) => {
        scale.ticks = ticks.map(({ place }) => ({ value: place }));
      },
      ticks: { autoSkip: false, callback: (value) => ticks.find(({ place }) => place === value)?.label },
    }),
    y: axis(palette, `${input.metric}, ms${input.logarithmic ? ' (logarithmic)' : ''}`, {
      ...latencyRange(input),
      afterFit: (scale) => {
        scale.width = 72;
      },
    }),
  };
}

/** Where a value stands on the axis. What is 0 has no logarithm, and lies on the bottom. */
export const heightOf = ({ logarithmic }: Pick<CdfInput, 'logarithmic'>, ms: number, bottom: number) =>
  logarithmic ? Math.max(Math.log10(ms), bottom) : ms;

/** More marks than this would crowd: then only the powers of ten are named. */
const MOST_MARKS = 10;

function latencyRange({ points, logarithmic, limits }: CdfInput): Parameters<typeof axis>[2] {
  const slowestMs = reachOf(points.at(-1)?.ms ?? 0, limits, logarithmic);
  if (!logarithmic) return { min: 0, max: stepTop(slowestMs, undefined), ticks: { maxTicksLimit: 6 } };
  const { min, max, marks } = logTicks(points.find(({ ms }) => ms > 0)?.ms ?? 1, slowestMs);
  const powers = marks.filter((ms) => Number.isInteger(Math.log10(ms)));
  return {
    min,
    max,
    afterBuildTicks: (scale) => {
      scale.ticks = (marks.length > MOST_MARKS ? powers : marks).map((ms) => ({ value: Math.log10(ms) }));
    },
    ticks: { autoSkip: false, callback: (value) => String(Number((10 ** Number(value)).toPrecision(3))) },
  };
}

/** The last sample stands at half a sample from the end; 100 % would be infinitely far. */
const endOf = (count: number) => nines(1 - 0.5 / Math.max(1, count));

/** The curve, and p50, p95 and p99 in their own colour and shape. */
function drawCurve(chart: Chart<'line'>, input: CdfInput, colors: Palette): void {
  const { x, y } = chart.scales;
  if (x === undefined || y === undefined) return;
  const { ctx: pen, chartArea } = chart;
  const height = (ms: number) => y.getPixelForValue(heightOf(input, ms, y.min));
  pen.save();
  pen.strokeStyle = colors.ink;
  pen.lineWidth = colors.stroke;
  pen.lineJoin = 'round';
  pen.beginPath();
  let left = x.left;
  for (const { ms, share } of input.points) {
    // Up at the share before, then along: a quantile holds up to and with its own share.
    pen.lineTo(left, height(ms));
    left = x.getPixelForValue(Math.min(nines(share), x.max));
    pen.lineTo(left, height(ms));
  }
  pen.stroke();
  pen.font = colors.label;
  drawLimits(pen, chartArea, input.limits ?? [], colors, {
    top: height,
    left: (share) => x.getPixelForValue(nines(share)),
  });
  for (const { name, share, ms } of input.marks) {
    left = x.getPixelForValue(nines(share));
    const top = height(ms);
    pen.fillStyle = colors[name];
    pen.strokeStyle = colors[name];
    pen.setLineDash([4, 4]);
    pen.beginPath();
    pen.moveTo(left, top);
    pen.lineTo(left, chartArea.bottom);
    pen.stroke();
    pen.setLineDash([]);
    drawMark(pen, name, left, top);
    // To the left of its mark, where there is room before the axis.
    const isAfter = left - 8 - pen.measureText(name).width < chartArea.left;
    pen.textAlign = isAfter ? 'left' : 'right';
    pen.fillText(name, left + (isAfter ? 8 : -8), Math.max(top - 8, chartArea.top + 12));
  }
  pen.restore();
}
