import type { DurationBin } from '../../report/availability-types.ts';
import { axis, type Chart, createPlot, type Plot } from './base.ts';
import type { Palette } from './palette.ts';
import { paint } from './stalls.ts';
import { stepTop } from './steps.ts';

type Bins = readonly DurationBin[];

/** How many silences lasted how long: a bar for each step of duration, cut by whose they were. */
export function createDurations(canvas: HTMLCanvasElement, first: Bins): Plot<Bins> {
  return createPlot(canvas, first, scalesOf, draw);
}

const heightOf = ({ link, other, interruptions }: DurationBin) => link + other + interruptions;

function scalesOf(bins: Bins, palette: Palette) {
  const edges = [...bins.map(({ fromS }) => fromS), ...bins.slice(-1).map(({ toS }) => toS)];
  const most = bins.reduce((top, bin) => Math.max(top, heightOf(bin)), 0);
  return {
    x: axis(palette, 'Duration, s (steps of 1, 2 and 5)', {
      min: 0,
      max: bins.length,
      grid: { display: false },
      afterBuildTicks: (scale) => {
        scale.ticks = edges.map((_, value) => ({ value }));
      },
      ticks: { autoSkip: true, callback: (value) => edges[Number(value)] },
    }),
    y: axis(palette, 'Number', {
      min: 0,
      max: stepTop(most, undefined),
      ticks: { maxTicksLimit: 6, precision: 0 },
      afterFit: (scale) => {
        scale.width = 72;
      },
    }),
  };
}

const SHARES = [
  ['link', 'link'],
  ['other', 'server'],
  ['interruptions', 'unknown'],
] as const;

function draw(chart: Chart<'line'>, bins: Bins, palette: Palette): void {
  const { x, y } = chart.scales;
  if (x === undefined || y === undefined) return;
  const { ctx: pen } = chart;
  pen.save();
  bins.forEach((bin, i) => {
    const left = x.getPixelForValue(i) + 2;
    const width = x.getPixelForValue(i + 1) - left - 2;
    let below = 0;
    for (const [key, look] of SHARES) {
      if (bin[key] === 0) continue;
      const top = y.getPixelForValue(below + bin[key]);
      paint(pen, palette, look, [left, top, width, y.getPixelForValue(below) - top]);
      below += bin[key];
    }
  });
  pen.restore();
}
