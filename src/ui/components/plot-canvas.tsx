import { useEffect, useRef } from 'preact/hooks';
import type { Plot } from '../charts/base.ts';
import { paletteVersion } from '../theme.ts';
import { attempt } from '../trouble.ts';

interface Props<T> {
  /** Fetches what draws the plot. */
  load: () => Promise<(canvas: HTMLCanvasElement, input: T) => Plot<T>>;
  input: T;
  /** The plot in words. */
  words: string;
  /** The plot is drawn again when one of these changes. */
  when: readonly unknown[];
}

/** A canvas on which a plot is drawn once Chart.js has been fetched. */
export function PlotCanvas<T>({ load, input, words, when }: Props<T>) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const plot = useRef<Plot<T> | undefined>(undefined);
  const latest = useRef(input);
  latest.current = input;
  useEffect(() => {
    let gone = false;
    attempt(async () => {
      const create = await load();
      if (!gone && canvas.current !== null) plot.current = create(canvas.current, latest.current);
    }, 'The plot could not be drawn. ');
    return () => {
      gone = true;
      plot.current?.destroy();
    };
  }, []);
  useEffect(() => plot.current?.update(input), [...when]);
  useEffect(() => plot.current?.repaint(), [paletteVersion.value]);
  return (
    <div class="plot" role="img" aria-label={words}>
      <canvas ref={canvas} />
    </div>
  );
}
