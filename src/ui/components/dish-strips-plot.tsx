import type { Span } from '../../core/link/spans.ts';
import type { DishReport } from '../../report/dish-types.ts';
import type { PlotKey } from '../charts/plot-keys.ts';
import { dishWords } from '../dish-words.ts';
import { formatSeconds } from '../format.ts';
import { instantText, zoneName } from '../format-time.ts';
import { zone } from '../theme.ts';
import { ChartFrame } from './chart-frame.tsx';
import { PlotCanvas } from './plot-canvas.tsx';

const LEGEND: readonly PlotKey[] = [
  { look: 'key-dish-ours', text: 'probes silent' },
  { look: 'key-dish', text: 'dish silent' },
  { look: 'key-unmeasured', text: 'not known' },
];

const NAMES = [
  ['ours', 'probes silent'],
  ['outages', 'outage listed by the dish'],
  ['drops', 'pings of the dish lost'],
] as const;

/** The campaign's failures and the dish's, one strip below the other. */
export function DishStripsPlot({ dish, shared }: { dish: DishReport; shared: Span }) {
  const words = dishWords(dish);
  // Room at both ends, so that a failure there stands clear of the axis.
  const room = (shared.end - shared.start) / 50;
  return (
    <ChartFrame
      title="When did which of them fail?"
      keys={LEGEND}
      summary={words}
      table={() => <Strips dish={dish} />}
    >
      <div class="plot-low">
        <PlotCanvas
          load={async () => (await import('../charts/plots.ts')).createDishStrips}
          input={{
            strips: dish.strips,
            fromMs: shared.start - room,
            toMs: shared.end + room,
            zone: zone.value,
          }}
          words={words}
          when={[dish, zone.value]}
          printHeight={150}
        />
      </div>
    </ChartFrame>
  );
}

function Strips({ dish: { strips } }: { dish: DishReport }) {
  const rows = NAMES.flatMap(([key, name]) => strips[key].map((span) => ({ ...span, name })));
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Start ({zoneName(zone.value)})</th>
          <th scope="col">Lasted</th>
          <th scope="col">What</th>
        </tr>
      </thead>
      <tbody>
        {rows
          .sort((a, b) => a.start - b.start)
          .map(({ start, end, name }) => (
            <tr key={`${name} ${start}`}>
              <th scope="row">{instantText(start, zone.value)}</th>
              <td>{formatSeconds((end - start) / 1000)}</td>
              <td class="words">{name}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}
