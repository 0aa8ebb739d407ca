import { COLOURS, curveDashes } from './curve-looks.ts';
import { fade, hatchPattern, mix, type Palette } from './palette.ts';
import { paint } from './stalls.ts';

/** A mark of a plot and what it stands for. `look` is its class on the page; `cause` tells marks of one class apart, `place` the curves of campaigns. */
export interface PlotKey {
  look: string;
  text: string;
  cause?: 'link' | 'server' | 'unknown';
  place?: number;
}

/** The size of a mark, in CSS pixels. */
export const KEY = { width: 20, height: 12 };

type Pen = CanvasRenderingContext2D;

/** Draws the mark of a legend as the style sheets of the page do; `left` and `top` are those of its box. */
export function drawKey(pen: Pen, palette: Palette, key: PlotKey, left: number, top: number): void {
  pen.save();
  pen.translate(left, top);
  pen.lineWidth = palette.stroke;
  DRAWINGS[key.look]?.(pen, palette, key);
  pen.restore();
}

const { width, height } = KEY;

function line(pen: Pen, color: string, dashes: readonly number[] = []): void {
  pen.strokeStyle = color;
  pen.setLineDash([...dashes]);
  pen.beginPath();
  pen.moveTo(0, height / 2);
  pen.lineTo(width, height / 2);
  pen.stroke();
}

function box(
  pen: Pen,
  fill: string | CanvasPattern,
  part: [number, number, number, number] = [0, 0, width, height],
) {
  pen.fillStyle = fill;
  pen.fillRect(...part);
}

const DRAWINGS: Record<string, (pen: Pen, palette: Palette, key: PlotKey) => void> = {
  'key-median': (pen, { p50 }) => line(pen, p50),
  'key-band': (pen, { p50 }) => box(pen, fade(p50, 0.28)),
  'key-lost': (pen, { bad }) => box(pen, bad, [width / 2 - 1, 0, 2, height]),
  'key-outage'(pen, { bad }) {
    box(pen, fade(bad, 0.32));
    box(pen, bad, [0, height - 4, width, 4]);
  },
  'key-unmeasured': (pen, { hatch }) => box(pen, hatchPattern(pen, hatch)),
  'key-stall': (pen, palette, { cause = 'unknown' }) => paint(pen, palette, cause, [0, 0, width, height]),
  'key-own': (pen, { ink }) => line(pen, ink),
  'key-alike': (pen, { ink }) => line(pen, ink, [6, 5]),
  'key-least': (pen, { bad }) => line(pen, bad, [2, 4]),
  'key-dish-ours': (pen, { bad }) => box(pen, bad),
  'key-dish': (pen, { ink }) => box(pen, ink),
  'key-peak'(pen, { ink }) {
    pen.strokeStyle = ink;
    pen.strokeRect(1, 1, width - 2, height - 2);
  },
  'key-heat'(pen, { paper, p50, line: edge }) {
    const shades = pen.createLinearGradient(0, 0, width, 0);
    shades.addColorStop(0, mix(paper, p50, 0.05));
    shades.addColorStop(1, mix(paper, p50, 0.55));
    pen.fillStyle = shades;
    pen.fillRect(0, 0, width, height);
    pen.strokeStyle = edge;
    pen.lineWidth = 1;
    pen.strokeRect(0.5, 0.5, width - 1, height - 1);
  },
  'key-curve': (pen, { curves, ink }, { place = 0 }) =>
    line(pen, curves[place % COLOURS] ?? ink, curveDashes(place)),
};
