import type { CdfPoint } from '../../report/types.ts';
import { type Chart, createPlot, type Plot } from './base.ts';
import { cdfScales, heightOf } from './cdf.ts';
import { curveColour, curveDashes } from './curve-looks.ts';
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
  return createPlot(
    canvas,
    first,
    (input, palette) => cdfScales(spanned(input), palette),
    (chart, input, palette) => drawCurves(chart, input, palette.stroke, colours(canvas.parentElement)),
  );
}

/** Resolves the custom properties where the plot stands: a canvas reads no `light-dark()`. */
function colours(at: HTMLElement | null): (place: number) => string {
  const probe = document.createElement('span');
  return (place) => {
    at?.append(probe);
    probe.style.color = `var(${curveColour(place)})`;
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  };
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

function drawCurves(
  chart: Chart<'line'>,
  input: CurvesInput,
  stroke: number,
  colourOf: (place: number) => string,
): void {
  const { x, y } = chart.scales;
  if (x === undefined || y === undefined) return;
  const pen = chart.ctx;
  const { logarithmic } = input;
  pen.save();
  pen.lineJoin = 'round';
  for (const { points, place, isBase } of input.curves) {
    pen.strokeStyle = colourOf(place);
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
