import type { Plugin } from 'chart.js';
import type { CdfPoint } from '../../report/types.ts';
import { axis, Chart, COMMON } from './base.ts';
import { drawMark } from './mark-shape.ts';
import { type Palette, readPalette } from './palette.ts';
import { logTicks, nines, percentileTicks, stepTop } from './steps.ts';

export interface CdfInput {
  points: readonly CdfPoint[];
  /** Answered samples: sets how far into the tail the axis reaches. */
  count: number;
  metric: string;
  /** A logarithmic latency axis shows body and tail alike; a linear one starts at 0. */
  logarithmic: boolean;
  marks: readonly { name: 'p50' | 'p95' | 'p99'; share: number; ms: number }[];
}

export interface CdfChart {
  update(input: CdfInput): void;
  repaint(): void;
  destroy(): void;
}

/** The distribution on a percentile axis in powers of ten: the tail gets the room that it needs. */
export function createCdf(canvas: HTMLCanvasElement, first: CdfInput): CdfChart {
  let input = first;
  let palette = readPalette(canvas.parentElement ?? document.body);
  const options = () => {
    const ticks = percentileTicks(input.count);
    return {
      ...COMMON,
      scales: {
        x: axis(palette, 'Percentile of answered requests, % (powers of ten)', {
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
      },
    };
  };
  const chart = new Chart(canvas, {
    type: 'line',
    data: { datasets: [] },
    options: options(),
    plugins: [
      curvePlugin(
        () => input,
        () => palette,
      ),
    ],
  });
  const redraw = () => {
    chart.options = options();
    chart.update('none');
  };
  return {
    update(next) {
      input = next;
      redraw();
    },
    repaint() {
      palette = readPalette(canvas.parentElement ?? document.body);
      redraw();
    },
    destroy: () => chart.destroy(),
  };
}

const heightOf = ({ logarithmic }: CdfInput, ms: number) =>
  logarithmic ? Math.log10(Math.max(ms, 0.01)) : ms;

function latencyRange(input: CdfInput): Parameters<typeof axis>[2] {
  const slowestMs = input.points.at(-1)?.ms ?? 0;
  if (!input.logarithmic) return { min: 0, max: stepTop(slowestMs, undefined), ticks: { maxTicksLimit: 6 } };
  const { min, max, marks } = logTicks(input.points[0]?.ms ?? 1, slowestMs);
  return {
    min,
    max,
    afterBuildTicks: (scale) => {
      scale.ticks = marks.map((ms) => ({ value: Math.log10(ms) }));
    },
    ticks: { autoSkip: false, callback: (value) => String(Number((10 ** Number(value)).toPrecision(3))) },
  };
}

/** The last sample stands at half a sample from the end; 100 % would be infinitely far. */
const endOf = (count: number) => nines(1 - 0.5 / Math.max(1, count));

/** The curve, and p50, p95 and p99 in their own colour and shape. */
function curvePlugin(read: () => CdfInput, palette: () => Palette): Plugin<'line'> {
  return {
    id: 'curve',
    afterDatasetsDraw(chart) {
      const { x, y } = chart.scales;
      if (x === undefined || y === undefined) return;
      const { ctx: pen, chartArea } = chart;
      const colors = palette();
      pen.save();
      pen.strokeStyle = colors.ink;
      pen.lineWidth = colors.stroke;
      pen.lineJoin = 'round';
      pen.beginPath();
      let left = x.left;
      for (const { ms, share } of read().points) {
        const height = y.getPixelForValue(heightOf(read(), ms));
        // Up at the share before, then along: a quantile holds up to and with its own share.
        pen.lineTo(left, height);
        left = x.getPixelForValue(Math.min(nines(share), x.max));
        pen.lineTo(left, height);
      }
      pen.stroke();
      pen.font = `13px ${colors.font}`;
      for (const { name, share, ms } of read().marks) {
        left = x.getPixelForValue(nines(share));
        const top = y.getPixelForValue(heightOf(read(), ms));
        pen.fillStyle = colors[name];
        pen.strokeStyle = colors[name];
        pen.setLineDash([4, 4]);
        pen.beginPath();
        pen.moveTo(left, top);
        pen.lineTo(left, chartArea.bottom);
        pen.stroke();
        pen.setLineDash([]);
        drawMark(pen, name, left, top);
        pen.textAlign = 'right';
        pen.fillText(name, left - 8, Math.max(top - 8, chartArea.top + 12));
      }
      pen.restore();
    },
  };
}
