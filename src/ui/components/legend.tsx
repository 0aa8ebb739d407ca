import { curveColour, curveDashes } from '../charts/curve-looks.ts';
import type { PlotKey } from '../charts/plot-keys.ts';

export const NOT_MEASURED: PlotKey = { look: 'key-unmeasured', text: 'not measured' };

/** What the marks of a plot stand for. */
export function Legend({ items }: { items: readonly PlotKey[] }) {
  return (
    <ul class="legend">
      {items.map(({ look, text, cause, place }) => (
        <li key={place ?? text}>
          {place === undefined ? (
            <span class={`key ${look}`} data-cause={cause} />
          ) : (
            <CurveKey place={place} />
          )}
          {text}
        </li>
      ))}
    </ul>
  );
}

/** A piece of the line by which a campaign is drawn. */
export function CurveKey({ place }: { place: number }) {
  return (
    <svg class="curve-key" viewBox="0 0 32 12" width="32" height="12" aria-hidden="true">
      <path
        d="M0 6H32"
        stroke={`var(${curveColour(place)})`}
        stroke-width="3"
        stroke-dasharray={curveDashes(place).join(' ')}
      />
    </svg>
  );
}
