import type { PrintSize } from '../charts/base.ts';
import { ON_PAPER } from '../charts/palette.ts';
import { PRINT_DPI, printSize } from '../charts/print-size.ts';
import type { HeldPlot } from '../components/paper.ts';
import { withDensity } from './png-density.ts';

/**
 * Draws a plot for paper, off the screen: its size and its colours do not depend on
 * the window or the theme. The canvas lives only as long as `use` takes. `width` in
 * CSS pixels, by default that of a page.
 */
export async function withPlot<T>(
  { draw, height }: HeldPlot,
  use: (canvas: HTMLCanvasElement, size: PrintSize) => T | Promise<T>,
  width?: number,
): Promise<T> {
  const size = printSize(height, width);
  const host = document.createElement('div');
  host.className = ON_PAPER;
  host.ariaHidden = 'true';
  Object.assign(host.style, {
    position: 'fixed',
    left: '-10000px',
    top: '0',
    width: `${size.width}px`,
    height: `${size.height}px`,
  });
  const canvas = document.createElement('canvas');
  host.append(canvas);
  document.body.append(host);
  try {
    const plot = await draw(canvas);
    try {
      plot.print(size);
      return await use(canvas, size);
    } finally {
      plot.destroy();
    }
  } finally {
    host.remove();
  }
}

/** The PNG of a canvas, which says how large it is on paper. */
export async function pngOf(canvas: HTMLCanvasElement): Promise<Uint8Array<ArrayBuffer>> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('The browser could not make a picture of the plot.');
  return withDensity(new Uint8Array(await blob.arrayBuffer()), PRINT_DPI);
}
