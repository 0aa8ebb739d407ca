import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useContext, useRef } from 'preact/hooks';
import type { PlotKey } from '../charts/plot-keys.ts';
import { Legend } from './legend.tsx';
import { type Frame, FrameContext, ProbeContext, usePaper } from './paper.ts';
import { ScrollRegion } from './parts.tsx';
import { PictureButton } from './picture-button.tsx';

interface Props {
  /** The question that the plot answers. */
  title: string;
  /** What its marks stand for. */
  keys?: readonly PlotKey[];
  /** What must be known to read it. */
  lead?: string | undefined;
  controls?: ComponentChildren;
  summary: string;
  table: () => ComponentChildren;
  children: ComponentChildren;
}

/** A plot with its question, its legend, and the words and figures behind it. */
export function ChartFrame(props: Props) {
  const { title, keys = [], lead, controls, children } = props;
  const isOnPaper = usePaper() !== undefined;
  const probe = useContext(ProbeContext);
  const frame = useRef<Frame>({ title, keys });
  Object.assign(frame.current, { title, keys });
  const plot = (
    <FrameContext.Provider value={frame.current}>
      {keys.length > 0 && <Legend items={keys} />}
      {children}
    </FrameContext.Provider>
  );
  return (
    <section class="chart" aria-label={title}>
      <div class="chart-head">
        <h2>{title}</h2>
        <div class="chart-controls">
          {controls}
          <PictureButton frame={frame.current} probe={probe} />
        </div>
      </div>
      {lead !== undefined && <p class="lead column">{lead}</p>}
      {isOnPaper ? <Card name={`Plot: ${title}`}>{plot}</Card> : plot}
      <Behind {...props} isOnPaper={isOnPaper} />
    </section>
  );
}

/** A plot on its own ground, which scrolls where it is too narrow for it. */
function Card({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the focus, or keys cannot scroll it.
    <section class="plot-card on-paper" tabIndex={0} aria-label={name}>
      {children}
    </section>
  );
}

function Behind({ title, summary, table, isOnPaper }: Props & { isOnPaper: boolean }) {
  const open = useSignal(false);
  const figures = (
    <ScrollRegion name={`Figures: ${title}`} tall>
      {(isOnPaper || open.value) && table()}
    </ScrollRegion>
  );
  if (isOnPaper)
    return (
      <>
        <p class="column plot-words">{summary}</p>
        <details class="behind" data-folded>
          <summary>Figures</summary>
          {figures}
        </details>
      </>
    );
  return (
    <details
      class="behind"
      onToggle={(event) => {
        open.value = event.currentTarget.open;
      }}
    >
      <summary>In words and figures</summary>
      <p class="column">{summary}</p>
      {open.value && figures}
    </details>
  );
}
