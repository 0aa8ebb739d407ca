import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Plot } from '../charts/base.ts';
import { printSize } from '../charts/print-size.ts';

/** Draws a plot for paper while the page is printed; `height` in CSS pixels. */
export function usePrinting(
  plot: RefObject<Pick<Plot<never>, 'print' | 'repaint'> | undefined>,
  height: number,
): void {
  useEffect(() => {
    const before = () => plot.current?.print(printSize(height));
    const after = () => plot.current?.repaint();
    addEventListener('beforeprint', before);
    addEventListener('afterprint', after);
    return () => {
      removeEventListener('beforeprint', before);
      removeEventListener('afterprint', after);
    };
  }, [height]);
}
