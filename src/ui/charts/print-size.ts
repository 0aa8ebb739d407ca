import type { PrintSize } from './base.ts';

/** CSS pixels have 1/96 inch. */
const CSS_DPI = 96;
export const PRINT_DPI = 300;
const WIDTH_MM = 170;

/** The width of a picture: 170 mm, which fits A4 and Letter, in CSS pixels. */
export const PRINT_WIDTH = (WIDTH_MM / 25.4) * CSS_DPI;

/** The height of most plots on paper, in CSS pixels. */
export const PRINT_HEIGHT = 300;

/** A plot on paper, 300 dots an inch; `width` and `height` in CSS pixels. */
export const printSize = (height: number, width = PRINT_WIDTH): PrintSize => ({
  width: Math.floor(width),
  height,
  ratio: PRINT_DPI / CSS_DPI,
});
