import { COLOURS, curveColour } from './curve-looks.ts';

/** Colours of the present theme, as a canvas needs them. */
export interface Palette {
  /** The ground on which plots stand. */
  paper: string;
  ink: string;
  muted: string;
  line: string;
  p50: string;
  p95: string;
  p99: string;
  bad: string;
  hatch: string;
  /** Of the campaigns that are compared, by their place. */
  curves: readonly string[];
  /** Width of a curve in CSS pixels. */
  stroke: number;
  font: string;
  /** The weight of words, which a theme may want heavier. */
  weight: number;
  /** The font of words within a plot, as a canvas takes it. */
  label: string;
}

/** The class under which all has the light colours of print. */
export const ON_PAPER = 'on-paper';

/** Resolves the custom properties where the plot stands, or those of paper, whatever the theme. */
export function readPalette(at: HTMLElement, isOnPaper = false): Palette {
  const probe = document.createElement('span');
  probe.className = isOnPaper ? ON_PAPER : '';
  at.append(probe);
  const color = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const style = getComputedStyle(probe);
  const weight = Number(style.getPropertyValue('--plain')) || 400;
  const palette = {
    paper: color('paper'),
    ink: color('ink'),
    muted: color('muted'),
    line: color('line'),
    p50: color('p50'),
    p95: color('p95'),
    p99: color('p99'),
    bad: color('bad'),
    hatch: color('hatch'),
    curves: Array.from({ length: COLOURS }, (_, place) => color(curveColour(place).slice(2))),
    stroke: Number.parseFloat(style.getPropertyValue('--stroke')) || 1.5,
    font: style.fontFamily,
    weight,
    label: `${weight} 13px ${style.fontFamily}`,
  };
  probe.remove();
  return palette;
}

/** The same colour, thinner: what `getComputedStyle` gives is `rgb(r, g, b)`. */
export function fade(color: string, alpha: number): string {
  return color.replace(/^rgb\(([^)]+)\)$/, `rgba($1, ${alpha})`);
}

/** `share` of the second colour over the first, both `rgb(r, g, b)`. */
export function mix(ground: string, over: string, share: number): string {
  const parts = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
  const [from, to] = [parts(ground), parts(over)];
  const blend = (at: number) => Math.round((from[at] ?? 0) * (1 - share) + (to[at] ?? 0) * share);
  return `rgb(${blend(0)}, ${blend(1)}, ${blend(2)})`;
}

/** Diagonal grey lines for time that nobody measured, as sharp as the canvas is. */
export function hatchPattern(context: CanvasRenderingContext2D, color: string): CanvasPattern | string {
  const tile = document.createElement('canvas');
  const scale = Math.max(1, Math.round(context.getTransform().a));
  tile.width = 8 * scale;
  tile.height = 8 * scale;
  const pen = tile.getContext('2d');
  if (pen === null) return color;
  pen.scale(scale, scale);
  pen.strokeStyle = color;
  pen.lineWidth = 1.5;
  pen.beginPath();
  for (const shift of [-8, 0, 8]) {
    pen.moveTo(shift - 1, 9);
    pen.lineTo(shift + 9, -1);
  }
  pen.stroke();
  const pattern = context.createPattern(tile, 'repeat');
  pattern?.setTransform(new DOMMatrix().scale(1 / scale));
  return pattern ?? color;
}
