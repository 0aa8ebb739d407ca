import type { OutageRow } from '../../report/types.ts';
import type { CoursePoint } from '../../report/verdict-types.ts';
import type { Zone } from '../format-time.ts';
import { axis, type Chart, createPlot, type Plot } from './base.ts';
import { drawOverTime } from './over-time.ts';
import { fade, type Palette } from './palette.ts';
import { shareFloor } from './steps.ts';
import { timeAxis } from './time-axis.ts';

export interface CourseInput {
  points: readonly CoursePoint[];
  /** The wanted share. */
  target: number;
  /** What is at or above the target is what: `first tokens within 450 ms`. */
  of: string;
  intervals: readonly OutageRow[];
  fromMs: number;
  toMs: number;
  zone: Zone;
}

const LONGEST_LINE = 32;

/** The running share of good requests with its band, against the target. */
export function createCourse(canvas: HTMLCanvasElement, first: CourseInput): Plot<CourseInput> {
  return createPlot(canvas, first, scalesOf, draw);
}

function scalesOf(input: CourseInput, palette: Palette) {
  return {
    x: timeAxis(palette, input),
    y: axis(palette, inLines(`Share of ${input.of}, %`), {
      min: 100 * floorOf(input),
      max: 100,
      ticks: { maxTicksLimit: 6, callback: (value) => String(Number(Number(value).toFixed(3))) },
      afterFit: (scale) => {
        scale.width = Math.max(72, scale.width);
      },
    }),
  };
}

/** A long name in two lines of about one length, so that the axis holds it. */
function inLines(title: string): string[] {
  if (title.length <= LONGEST_LINE) return [title];
  const middle = title.length / 2;
  const spaces = [...title.matchAll(/ /g)].map(({ index }) => index);
  const at = spaces.reduce((best, i) => (Math.abs(i - middle) < Math.abs(best - middle) ? i : best), 0);
  return [title.slice(0, at), title.slice(at + 1)];
}

/** The first half of a course swings wide; the axis is made for the second. */
function floorOf({ points, target }: CourseInput): number {
  const late = points.slice(Math.floor(points.length / 2));
  return shareFloor(late.reduce((least, { low, share }) => Math.min(least, low ?? share, share), target));
}

function draw(chart: Chart<'line'>, input: CourseInput, palette: Palette): void {
  drawOverTime(chart, input.intervals, palette, ({ pen, area, x, y }) => {
    const left = ({ epochMs }: CoursePoint) => x.getPixelForValue(epochMs);
    const top = (share: number) => y.getPixelForValue(100 * share);
    pen.fillStyle = fade(palette.p50, 0.22);
    pen.beginPath();
    for (const point of input.points) pen.lineTo(left(point), top(point.high ?? 1));
    for (const point of [...input.points].reverse()) pen.lineTo(left(point), top(point.low ?? 0));
    pen.fill();
    pen.strokeStyle = palette.p50;
    pen.lineWidth = palette.stroke;
    pen.lineJoin = 'round';
    pen.beginPath();
    for (const point of input.points) pen.lineTo(left(point), top(point.share));
    pen.stroke();
    drawTarget(pen, area, top(input.target), input.target, palette);
  });
}

function drawTarget(
  pen: CanvasRenderingContext2D,
  area: { left: number; right: number; bottom: number },
  top: number,
  target: number,
  palette: Palette,
): void {
  pen.strokeStyle = palette.ink;
  pen.fillStyle = palette.ink;
  pen.lineWidth = Math.max(1, palette.stroke / 2);
  pen.setLineDash([8, 4]);
  pen.beginPath();
  pen.moveTo(area.left, top);
  pen.lineTo(area.right, top);
  pen.stroke();
  pen.setLineDash([]);
  pen.font = palette.label;
  pen.textAlign = 'right';
  pen.fillText(
    `target ${Number((100 * target).toPrecision(6))} %`,
    area.right - 8,
    top + 18 < area.bottom ? top + 16 : top - 6,
  );
}
