import type { OutageRow } from '../../report/types.ts';
import type { Chart } from './base.ts';
import { hatchPattern, type Palette } from './palette.ts';

type Scale = Chart<'line'>['scales'][string];

/** What a plot over time is drawn with: a pen that stays within the area, and the axes that place on it. */
interface Sheet {
  pen: CanvasRenderingContext2D;
  area: Chart<'line'>['chartArea'];
  x: Scale;
  y: Scale;
}

/** Hatches what nobody measured, and lets `draw` draw over it; nothing before there are axes. */
export function drawOverTime(
  { ctx: pen, chartArea: area, scales: { x, y } }: Chart<'line'>,
  intervals: readonly OutageRow[],
  palette: Palette,
  draw: (sheet: Sheet) => void,
): void {
  if (x === undefined || y === undefined) return;
  pen.save();
  pen.beginPath();
  pen.rect(area.left, area.top, area.width, area.height);
  pen.clip();
  pen.fillStyle = hatchPattern(pen, palette.hatch);
  for (const { kind, startEpochMs, endEpochMs } of intervals) {
    if (kind !== 'unmeasured') continue;
    const left = x.getPixelForValue(startEpochMs);
    pen.fillRect(left, area.top, Math.max(1.5, x.getPixelForValue(endEpochMs) - left), area.height);
  }
  draw({ pen, area, x, y });
  pen.restore();
}
