import type { HourCell, HoursReport } from '../../report/rhythm-types.ts';
import { formatMs } from '../format.ts';
import { axis, type Chart, createPlot, type Plot } from './base.ts';
import { hatchPattern, mix, type Palette } from './palette.ts';

export interface HeatMapInput {
  hours: HoursReport;
  /** The medians that are drawn palest and darkest, in ms. */
  lowMs: number;
  highMs: number;
}

/** One hue from pale to strong: its lightness alone tells the value, to every kind of eye. The strongest still carries text. */
const PALEST = 0.05;
const STRONGEST = 0.55;
const HOURS = 24;
const PEAK = { from: 18, to: 21 };
/** Marks of days stand no closer than this, in CSS pixels. */
const DAY_ROOM = 18;
/** A cell of at least this size carries its number. */
const NUMBER_ROOM = { width: 36, height: 18 };

/** The median of a metric by local hour, from left to right, and day, from top to bottom. */
export function createHeatMap(canvas: HTMLCanvasElement, first: HeatMapInput): Plot<HeatMapInput> {
  return createPlot(canvas, first, scalesOf, draw);
}

function scalesOf({ hours: { days, zone } }: HeatMapInput, palette: Palette) {
  return {
    x: axis(palette, `Hour of the day (${zone})`, {
      min: 0,
      max: HOURS,
      grid: { display: false },
      ticks: { stepSize: 3 },
    }),
    y: axis(palette, '', {
      min: 0,
      max: days.length,
      reverse: true,
      grid: { display: false },
      afterBuildTicks: (scale) => {
        const every = Math.ceil((days.length * DAY_ROOM) / Math.max(DAY_ROOM, scale.height));
        scale.ticks = days.flatMap((_, day) => (day % every === 0 ? [{ value: day + 0.5 }] : []));
      },
      ticks: { autoSkip: false, callback: (value) => dayName(days[Math.floor(Number(value))]) },
      afterFit: (scale) => {
        // The longest name may be wider: `Wed 23 Sept`.
        scale.width = Math.max(88, scale.width);
      },
    }),
  };
}

const DAY = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});

/** `Sun 22 Nov` of `2026-11-22`. */
const dayName = (date: string | undefined) =>
  date === undefined ? '' : DAY.format(Date.parse(date)).replace(',', '');

function draw(chart: Chart<'line'>, { hours, lowMs, highMs }: HeatMapInput, palette: Palette): void {
  const { x, y } = chart.scales;
  if (x === undefined || y === undefined) return;
  const { ctx: pen, chartArea: area } = chart;
  const known = new Map(hours.cells.map((cell) => [cell.day * HOURS + cell.hour, cell]));
  const width = x.getPixelForValue(1) - x.getPixelForValue(0);
  const height = y.getPixelForValue(1) - y.getPixelForValue(0);
  const gap = height > 6 ? 1 : 0;
  const hasNumbers = width >= NUMBER_ROOM.width && height >= NUMBER_ROOM.height;
  pen.save();
  pen.font = palette.label;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  const hatch = hatchPattern(pen, palette.hatch);
  for (let place = 0; place < hours.days.length * HOURS; place += 1) {
    const left = x.getPixelForValue(place % HOURS);
    const top = y.getPixelForValue(Math.floor(place / HOURS));
    const median = medianOf(known.get(place));
    pen.fillStyle =
      median === undefined ? hatch : mix(palette.paper, palette.p50, shadeOf(median, lowMs, highMs));
    pen.fillRect(left, top, width - gap, height - gap);
    if (median === undefined || !hasNumbers) continue;
    pen.fillStyle = palette.ink;
    pen.fillText(formatMs(median), left + width / 2, top + height / 2);
  }
  pen.strokeStyle = palette.ink;
  pen.lineWidth = Math.max(2, palette.stroke);
  const peakLeft = x.getPixelForValue(PEAK.from);
  pen.strokeRect(peakLeft, area.top, x.getPixelForValue(PEAK.to) - peakLeft, area.height);
  pen.restore();
}

const medianOf = (cell: HourCell | undefined) => cell?.medianMs;

/** The part of the strong colour that a median gets. */
function shadeOf(ms: number, lowMs: number, highMs: number): number {
  const share = highMs > lowMs ? (ms - lowMs) / (highMs - lowMs) : 0;
  return PALEST + share * (STRONGEST - PALEST);
}
