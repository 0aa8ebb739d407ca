import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { ScrollRegion } from './parts.tsx';

interface Props {
  /** The question that the plot answers. */
  title: string;
  legend?: ComponentChildren;
  controls?: ComponentChildren;
  summary: string;
  table: () => ComponentChildren;
  children: ComponentChildren;
}

/** A plot with its question, its legend, and the words and figures behind it. */
export function ChartFrame({ title, legend, controls, summary, table, children }: Props) {
  const open = useSignal(false);
  return (
    <section class="chart" aria-label={title}>
      <div class="chart-head">
        <h2>{title}</h2>
        {controls}
      </div>
      {legend}
      {children}
      <details
        class="behind"
        onToggle={(event) => {
          open.value = event.currentTarget.open;
        }}
      >
        <summary>In words and figures</summary>
        <p class="column">{summary}</p>
        {open.value && (
          <ScrollRegion name={`Figures: ${title}`} tall>
            {table()}
          </ScrollRegion>
        )}
      </details>
    </section>
  );
}
