import { useContext, useEffect, useRef } from 'preact/hooks';
import type { Plot } from '../charts/base.ts';
import { PRINT_HEIGHT, PRINT_WIDTH } from '../charts/print-size.ts';
import { paletteVersion } from '../theme.ts';
import { attempt } from '../trouble.ts';
import { FrameContext, type HeldPlot, ProbeContext, usePaper } from './paper.ts';
import { usePrinting } from './use-printing.ts';

interface Props<T> {
  /** Fetches what draws the plot. */
  load: () => Promise<(canvas: HTMLCanvasElement, input: T) => Plot<T>>;
  input: T;
  /** The plot in words. */
  words: string;
  /** The plot is drawn again when one of these changes. */
  when: readonly unknown[];
  /** On paper, in CSS pixels. */
  printHeight?: number;
  /** What must be said beside it where it stands alone. */
  note?: string;
}

/** A canvas on which a plot is drawn once Chart.js has been fetched; on paper a picture of it. */
export function PlotCanvas<T>(props: Props<T>) {
  const { load, input, words, printHeight: height = PRINT_HEIGHT, note } = props;
  const held: HeldPlot = { draw: async (canvas) => (await load())(canvas, input), height, note };
  return usePaper() === undefined ? (
    <Canvas {...props} held={held} />
  ) : (
    <PlotImage held={held} words={words} />
  );
}

/** Where a picture of a plot comes to stand, once it is drawn. */
export function PlotImage({ held, words }: { held: HeldPlot; words: string }) {
  const paper = usePaper();
  const frame = useContext(FrameContext);
  const probe = useContext(ProbeContext);
  if (paper === undefined || frame === undefined) return null;
  const { title, keys } = frame;
  const place = paper.plots.push({ ...held, title, keys, probe }) - 1;
  return (
    <>
      <img
        class="plot-image"
        data-plot={place}
        alt={words}
        width={Math.floor(PRINT_WIDTH)}
        height={held.height}
      />
      {held.note !== undefined && <p class="readout plot-note num">{held.note}</p>}
    </>
  );
}

function Canvas<T>({ load, input, words, when, held }: Props<T> & { held: HeldPlot }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const plot = useRef<Plot<T> | undefined>(undefined);
  const latest = useRef(input);
  latest.current = input;
  const frame = useContext(FrameContext);
  if (frame !== undefined) frame.plot = held;
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
  usePrinting(plot, held.height);
  return (
    <div class="plot" role="img" aria-label={words}>
      <canvas ref={canvas} />
    </div>
  );
}
