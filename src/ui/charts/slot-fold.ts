import type { FoldSecond } from '../../report/rhythm-types.ts';
import { axis, type Chart, createPlot, type Plot } from './base.ts';
import { fade, type Palette } from './palette.ts';
import { stepTop } from './steps.ts';

export interface SlotFoldInput {
  fold: readonly FoldSecond[];
  /** Where the test found the boundary, in s. */
  phaseS?: number | undefined;
  /** The record does not tell at which time of day it was made: nothing lies where the network's boundaries do. */
  isUndated: boolean;
}

const SLOT_S = 15;
const NETWORK_PHASE_S = 12;
const TITLE = 'Second of the slot, counted from :00, :15, :30 and :45, s';
const UNDATED_TITLE = 'Second of the slot, from an unknown start, s';

/** Round trips by second of the slot: a band from p10 to p90, the median, and where the boundaries lie. */
export function createSlotFold(canvas: HTMLCanvasElement, first: SlotFoldInput): Plot<SlotFoldInput> {
  return createPlot(canvas, first, scalesOf, draw);
}

function scalesOf({ fold, isUndated }: SlotFoldInput, palette: Palette) {
  const most = fold.reduce((top, { p50 = 0, p90 = 0 }) => Math.max(top, p50, p90), 0);
  return {
    x: axis(palette, isUndated ? UNDATED_TITLE : TITLE, {
      min: 0,
      max: SLOT_S,
      grid: { display: false },
      ticks: { stepSize: 3 },
    }),
    y: axis(palette, 'Round trip, ms', {
      min: 0,
      max: stepTop(most, undefined),
      ticks: { maxTicksLimit: 6 },
      afterFit: (scale) => {
        scale.width = 72;
      },
    }),
  };
}

function draw(chart: Chart<'line'>, { fold, phaseS, isUndated }: SlotFoldInput, palette: Palette): void {
  const { x, y } = chart.scales;
  if (x === undefined || y === undefined) return;
  const { ctx: pen, chartArea } = chart;
  const across = (s: number) => x.getPixelForValue(s);
  const up = (ms: number) => y.getPixelForValue(ms);
  pen.save();
  pen.fillStyle = fade(palette.p50, 0.28);
  for (const { s, p10, p90 } of fold) {
    if (p10 !== undefined && p90 !== undefined)
      pen.fillRect(across(s), up(p90), across(s + 1) - across(s), up(p10) - up(p90));
  }
  pen.strokeStyle = palette.p50;
  pen.lineWidth = palette.stroke;
  pen.beginPath();
  let joined = false;
  for (const { s, p50 } of fold) {
    if (p50 !== undefined) {
      if (joined) pen.lineTo(across(s), up(p50));
      else pen.moveTo(across(s), up(p50));
      pen.lineTo(across(s + 1), up(p50));
    }
    joined = p50 !== undefined;
  }
  pen.stroke();
  pen.font = palette.label;
  const mark = (s: number, label: string, row: number, dash: number[]) => {
    const left = across(s);
    pen.strokeStyle = palette.ink;
    pen.fillStyle = palette.ink;
    pen.lineWidth = 1;
    pen.setLineDash(dash);
    pen.beginPath();
    pen.moveTo(left, chartArea.top);
    pen.lineTo(left, chartArea.bottom);
    pen.stroke();
    const isRight = s > SLOT_S / 2;
    pen.textAlign = isRight ? 'right' : 'left';
    // Two lines side by side: neither name is struck through by the other's line.
    const beside = isRight ? Math.min(left, across(NETWORK_PHASE_S)) - 6 : left + 6;
    pen.fillText(label, beside, chartArea.top + 14 + 18 * row);
  };
  if (!isUndated) mark(NETWORK_PHASE_S, 'Starlink’s: 12 s', 0, [4, 4]);
  if (phaseS !== undefined) mark(phaseS, `found: ${phaseS.toFixed(1)} s`, 1, []);
  pen.restore();
}
