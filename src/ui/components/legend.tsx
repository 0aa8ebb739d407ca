/** A mark of a plot and what it stands for. `look` is its class; `cause` tells marks of one class apart. */
export interface LegendItem {
  look: string;
  text: string;
  cause?: string;
}

export const NOT_MEASURED: LegendItem = { look: 'key-unmeasured', text: 'not measured' };

/** What the marks of a plot stand for. */
export function Legend({ items }: { items: readonly LegendItem[] }) {
  return (
    <ul class="legend">
      {items.map(({ look, text, cause }) => (
        <li key={text}>
          <span class={`key ${look}`} data-cause={cause} />
          {text}
        </li>
      ))}
    </ul>
  );
}
