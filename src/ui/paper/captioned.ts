import type { PrintSize } from '../charts/base.ts';
import { type Palette, readPalette } from '../charts/palette.ts';
import { drawKey, KEY, type PlotKey } from '../charts/plot-keys.ts';
import { PRINT_WIDTH } from '../charts/print-size.ts';
import type { FramedPlot } from '../components/paper.ts';
import { pngOf, withPlot } from './plot-picture.ts';

const MARGIN = 12;
const LINE = 18;
/** Beside a plot, whose axis has room of its own to the left. */
const SIDE = 8;

type Pen = CanvasRenderingContext2D;

/**
 * A plot as a PNG that stands alone: its question, what was measured and when (`lines`),
 * what its marks mean, and what must be said beside it. 170 mm wide at 300 dots an inch.
 */
export function captionedPng(plot: FramedPlot, lines: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  const draw = (drawn: HTMLCanvasElement, { width, height, ratio }: PrintSize) => {
    const canvas = document.createElement('canvas');
    const pen = canvas.getContext('2d');
    if (pen === null) throw new Error('The browser could not make a picture of the plot.');
    const palette = readPalette(drawn.parentElement ?? document.body, true);
    const head = headOf(plot, lines, palette);
    const whole = PRINT_WIDTH;
    // Laid out twice: only then is the height known, and setting it empties the canvas.
    const top = write(pen, head, whole);
    const notes = plot.note === undefined ? [] : wrapped(pen, plot.note, noteFont(palette), whole);
    canvas.width = Math.round(whole * ratio);
    canvas.height = Math.round((top + height + notes.length * LINE + MARGIN) * ratio);
    pen.scale(ratio, ratio);
    pen.fillStyle = palette.paper;
    pen.fillRect(0, 0, canvas.width, canvas.height);
    write(pen, head, whole);
    pen.drawImage(drawn, SIDE, top, width, height);
    pen.fillStyle = palette.muted;
    pen.font = noteFont(palette);
    for (const [row, text] of notes.entries())
      pen.fillText(text, MARGIN, top + height + (row + 1) * LINE - 4);
    return pngOf(canvas);
  };
  return withPlot(plot, draw, PRINT_WIDTH - 2 * SIDE);
}

const noteFont = ({ font }: Palette) => `12px ${font}`;

interface Head {
  texts: readonly (readonly [text: string, font: string, color: string])[];
  keys: readonly PlotKey[];
  palette: Palette;
}

function headOf({ title, keys, probe }: FramedPlot, lines: readonly string[], palette: Palette): Head {
  const said = probe === undefined ? lines : [...lines, `Probe ${probe}`];
  return {
    texts: [
      [title, `600 16px ${palette.font}`, palette.ink],
      ...said.map((line) => [line, noteFont(palette), palette.muted] as const),
    ],
    keys,
    palette,
  };
}

/** Writes what stands above the plot, and returns how high it is. */
function write(pen: Pen, { texts, keys, palette }: Head, width: number): number {
  let top = MARGIN;
  pen.textBaseline = 'alphabetic';
  for (const [text, font, color] of texts) {
    for (const line of wrapped(pen, text, font, width)) {
      pen.fillStyle = color;
      pen.fillText(line, MARGIN, top + 14);
      top += LINE;
    }
    top += 2;
  }
  if (keys.length === 0) return top + 4;
  pen.font = noteFont(palette);
  let left = MARGIN;
  top += 4;
  for (const key of keys) {
    const room = KEY.width + 8 + pen.measureText(key.text).width;
    if (left > MARGIN && left + room > width - MARGIN) {
      left = MARGIN;
      top += LINE;
    }
    drawKey(pen, palette, key, left, top);
    pen.fillStyle = palette.muted;
    pen.fillText(key.text, left + KEY.width + 8, top + 10);
    left += room + 20;
  }
  return top + LINE + 6;
}

/** A text in lines that fit, parted at spaces; a longer word is cut. */
function wrapped(pen: Pen, text: string, font: string, width: number): string[] {
  pen.font = font;
  const room = width - 2 * MARGIN;
  const fits = (line: string) => pen.measureText(line).width <= room;
  const lines: string[] = [];
  let line = '';
  for (let word of text.split(/\s+/)) {
    while (!fits(word)) {
      let end = word.length - 1;
      while (end > 1 && !fits(word.slice(0, end))) end -= 1;
      if (line !== '') lines.push(line);
      lines.push(word.slice(0, end));
      line = '';
      word = word.slice(end);
    }
    const longer = line === '' ? word : `${line} ${word}`;
    if (fits(longer)) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}
