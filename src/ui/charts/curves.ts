import type { CdfPoint } from '../../report/types.ts';
import { type Chart, createPlot, type Plot } from './base.ts';
import { cdfScales, heightOf } from './cdf.ts';
import { COLOURS, curveDashes } from './curve-looks.ts';
import type { Palette } from './palette.ts';
import { nines } from './steps.ts';

export interface Curve {
  name: string;
  points: readonly CdfPoint[];
  /** How many values. */
  count: number;
  /** Its place among the campaigns: gives colour and dashes. */
  place: number;
  isBase: boolean;
}

export interface CurvesInput {
  curves: readonly Curve[];
  metric: string;
  /** What the values are of, in the plural: `answered requests`. */
  of: string;
  logarithmic: boolean;
}

/** The distributions of several campaigns on one percentile axis in powers of ten. */
export function createCurves(canvas: HTMLCanvasElement, first: CurvesInput): Plot<CurvesInput> {
  return createPlot(canvas, first, (input, palette) => cdfScales(spanned(input), palette), drawCurves);
}

/** What the axes must hold: the fastest and the slowest of all curves, and the tail of the longest. */
function spanned({ curves, metric, of, logarithmic }: CurvesInput) {
  const all = curves.flatMap(({ points }) => points);
  const positive = all.filter(({ ms }) => ms > 0);
  const least = positive.reduce((a, b) => (b.ms < a.ms ? b : a), positive[0] ?? { ms: 1, share: 0 });
  const most = all.reduce((a, b) => (b.ms > a.ms ? b : a), least);
  const count = curves.reduce((top, curve) => Math.max(top, curve.count), 1);
  return { points: [least, most], count, metric, of, logarithmic, marks: [] };
}

function drawCurves(chart: Chart<'line'>, input: CurvesInput, { stroke, curves, ink }: Palette): void {
  const { x, y } = chart.scales;
  if (x === undefined || y === undefined) return;
  const pen = chart.ctx;
  const { logarithmic } = input;
  pen.save();
  pen.lineJoin = 'round';
  for (const { points, place, isBase } of input.curves) {
    pen.strokeStyle = curves[place % COLOURS] ?? ink;
    pen.lineWidth = isBase ? stroke * 1.75 : stroke;
    pen.setLineDash(curveDashes(place));
    pen.beginPath();
    let left = x.left;
    for (const { ms, share } of points) {
      const top = y.getPixelForValue(heightOf({ logarithmic }, ms, y.min));
      pen.lineTo(left, top);
      left = x.getPixelForValue(Math.min(nines(share), x.max));
      pen.lineTo(left, top);
    }
    pen.stroke();
  }
  pen.restore();
}
