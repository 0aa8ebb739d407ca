import type { Chart, Plugin } from 'chart.js';
import type { OutageRow, TimelineBin } from '../../report/types.ts';
import { marksOf } from './marks.ts';
import { fade, hatchPattern, type Palette } from './palette.ts';

/** What a time line shows besides the median. */
export interface Evidence {
  bins: readonly TimelineBin[];
  binMs: number;
  intervals: readonly OutageRow[];
  /** Start of a silence that goes on now, and the newest moment known. */
  silent?: { fromMs: number; toMs: number } | undefined;
  /** Index of the bin under the pointer or the keys. */
  cursor?: number | undefined;
}

/** Draws bands, outages, unmeasured time, losses and the cursor from `read()` at each drawing. */
export function evidencePlugin(read: () => Evidence, palette: () => Palette): Plugin<'line'> {
  return {
    id: 'evidence',
    beforeDatasetsDraw: (chart) => inside(chart, (pen) => drawBehind(chart, pen, read(), palette())),
    afterDatasetsDraw: (chart) => inside(chart, (pen) => drawOver(chart, pen, read(), palette())),
  };
}

function inside(chart: Chart<'line'>, draw: (pen: CanvasRenderingContext2D) => void): void {
  const { left, top, width, height } = chart.chartArea;
  chart.ctx.save();
  chart.ctx.beginPath();
  chart.ctx.rect(left, top, width, height);
  chart.ctx.clip();
  draw(chart.ctx);
  chart.ctx.restore();
}

function scales(chart: Chart<'line'>) {
  const { x, y } = chart.scales;
  if (x === undefined || y === undefined) return undefined;
  return {
    x: (value: number) => x.getPixelForValue(value),
    y: (value: number) => y.getPixelForValue(value),
    top: y.max,
  };
}

interface Stretch {
  startEpochMs: number;
  endEpochMs: number;
}

function drawMarks(
  chart: Chart<'line'>,
  pen: CanvasRenderingContext2D,
  stretches: readonly Stretch[],
  fill: string | CanvasPattern,
  { leastPx, top, bottom }: { leastPx: number; top: number; bottom: number },
): void {
  const at = scales(chart);
  if (at === undefined || stretches.length === 0) return;
  const spans = stretches.map((one) => ({ start: at.x(one.startEpochMs), end: at.x(one.endEpochMs) }));
  const plot = { start: chart.chartArea.left, end: chart.chartArea.right };
  pen.fillStyle = fill;
  for (const { start, end } of marksOf(spans, plot, leastPx))
    pen.fillRect(start, top, end - start, bottom - top);
}

function drawBehind(
  chart: Chart<'line'>,
  pen: CanvasRenderingContext2D,
  evidence: Evidence,
  palette: Palette,
): void {
  const at = scales(chart);
  if (at === undefined) return;
  const { top, bottom } = chart.chartArea;
  const columns = (spans: readonly Stretch[], fill: string | CanvasPattern, leastPx: number) =>
    drawMarks(chart, pen, spans, fill, { leastPx, top, bottom });
  const nobodyLooked = evidence.bins
    .filter((bin) => bin.unmeasured > 0 && bin.answered === 0 && bin.lost === 0)
    .map(({ startEpochMs }) => ({ startEpochMs, endEpochMs: startEpochMs + evidence.binMs }));
  const of = (kind: OutageRow['kind']) => evidence.intervals.filter((row) => row.kind === kind);
  columns([...nobodyLooked, ...of('unmeasured')], hatchPattern(pen, palette.hatch), 1.5);
  columns(of('interruption'), fade(palette.bad, 0.16), 2);
  const { silent } = evidence;
  const now = silent === undefined ? [] : [{ startEpochMs: silent.fromMs, endEpochMs: silent.toMs }];
  columns([...of('outage'), ...now], fade(palette.bad, 0.32), 2);
  pen.fillStyle = fade(palette.p50, 0.28);
  for (const { startEpochMs, min, max } of evidence.bins) {
    if (min === undefined || max === undefined) continue;
    const left = at.x(startEpochMs);
    const high = at.y(Math.min(max, at.top));
    pen.fillRect(
      left,
      high,
      Math.max(1, at.x(startEpochMs + evidence.binMs) - left),
      Math.max(1, at.y(min) - high),
    );
  }
}

function drawOver(
  chart: Chart<'line'>,
  pen: CanvasRenderingContext2D,
  evidence: Evidence,
  palette: Palette,
): void {
  const at = scales(chart);
  if (at === undefined) return;
  const { top, bottom } = chart.chartArea;
  const middle = (bin: TimelineBin) => at.x(bin.startEpochMs + evidence.binMs / 2);
  drawMedian(pen, evidence, palette, (bin, ms) => [middle(bin), at.y(ms)]);
  const silences = evidence.intervals.filter((row) => row.kind !== 'unmeasured');
  drawMarks(chart, pen, silences, palette.bad, { leastPx: 2, top: bottom - 4, bottom });
  for (const bin of evidence.bins) {
    if (bin.lost > 0) {
      const share = bin.lost / (bin.lost + bin.answered);
      pen.fillStyle = palette.bad;
      pen.fillRect(middle(bin) - 1, top, 2, 6 + 12 * share);
    }
    if (bin.max !== undefined && bin.max > at.top) {
      pen.fillStyle = palette.ink;
      pen.beginPath();
      pen.moveTo(middle(bin) - 4, top + 6);
      pen.lineTo(middle(bin) + 4, top + 6);
      pen.lineTo(middle(bin), top);
      pen.fill();
    }
  }
  const marked = evidence.cursor === undefined ? undefined : evidence.bins[evidence.cursor];
  if (marked !== undefined) {
    pen.fillStyle = palette.ink;
    pen.fillRect(middle(marked) - 0.5, top, 1, bottom - top);
  }
}

/** A line through the medians. It breaks where requests were lost or nobody looked, not where none was due. */
function drawMedian(
  pen: CanvasRenderingContext2D,
  { bins }: Evidence,
  palette: Palette,
  place: (bin: TimelineBin, ms: number) => [number, number],
): void {
  pen.strokeStyle = palette.p50;
  pen.lineWidth = palette.stroke;
  pen.lineJoin = 'round';
  pen.lineCap = 'round';
  pen.beginPath();
  let joined = false;
  for (const bin of bins) {
    if (bin.median !== undefined) {
      const [x, y] = place(bin, bin.median);
      // A line of no length would not be drawn: a median that stands alone is a short dash.
      if (!joined) pen.moveTo(x - 3, y);
      pen.lineTo(x, y);
      joined = true;
    } else if (bin.lost + bin.unmeasured > 0) joined = false;
  }
  pen.stroke();
}
