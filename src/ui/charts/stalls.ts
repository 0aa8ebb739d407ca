import type { StallCause } from '../../core/inference/gap-cause.ts';
import type { StallBin } from '../../report/inference-types.ts';
import type { OutageRow } from '../../report/types.ts';
import type { Zone } from '../format-time.ts';
import { STALL_CAUSES } from '../words.ts';
import { axis, type Chart, createPlot, type Plot } from './base.ts';
import { drawOverTime } from './over-time.ts';
import type { Palette } from './palette.ts';
import { stepTop } from './steps.ts';
import { timeAxis } from './time-axis.ts';

export interface StallsInput {
  bins: readonly StallBin[];
  binMs: number;
  intervals: readonly OutageRow[];
  fromMs: number;
  toMs: number;
  zone: Zone;
}

/** Stalls over time: a bar for each bin, cut by who made them. */
export function createStalls(canvas: HTMLCanvasElement, first: StallsInput): Plot<StallsInput> {
  return createPlot(canvas, first, scalesOf, draw);
}

function scalesOf(input: StallsInput, palette: Palette) {
  const most = input.bins.reduce((top, bin) => Math.max(top, heightOf(bin)), 0);
  return {
    x: timeAxis(palette, input),
    y: axis(palette, 'Stalls', {
      min: 0,
      max: stepTop(most, undefined),
      ticks: { maxTicksLimit: 6, precision: 0 },
      afterFit: (scale) => {
        scale.width = 72;
      },
    }),
  };
}

const heightOf = (bin: StallBin) => STALL_CAUSES.reduce((sum, cause) => sum + bin[cause], 0);

function draw(chart: Chart<'line'>, input: StallsInput, palette: Palette): void {
  drawOverTime(chart, input.intervals, palette, ({ pen, x, y }) => {
    for (const bin of input.bins) {
      const left = x.getPixelForValue(bin.startEpochMs);
      const width = Math.max(3, x.getPixelForValue(bin.startEpochMs + input.binMs) - left - 1);
      let below = 0;
      for (const cause of STALL_CAUSES) {
        if (bin[cause] === 0) continue;
        const top = y.getPixelForValue(below + bin[cause]);
        paint(pen, palette, cause, [left, top, width, y.getPixelForValue(below) - top]);
        below += bin[cause];
      }
    }
  });
}

type Box = [left: number, top: number, width: number, height: number];

/** By colour and by shape: the link's share is full, the server's half as wide, and what nobody knows is hollow. */
export function paint(pen: CanvasRenderingContext2D, palette: Palette, cause: StallCause, box: Box): void {
  const [left, top, width, height] = box;
  if (cause === 'link') {
    pen.fillStyle = palette.bad;
    pen.fillRect(...box);
  } else if (cause === 'server') {
    pen.fillStyle = palette.ink;
    pen.fillRect(left + width / 4, top, width / 2, height);
  } else {
    pen.strokeStyle = palette.muted;
    pen.lineWidth = 1;
    pen.strokeRect(left + 0.5, top + 0.5, width - 1, height - 1);
  }
}
