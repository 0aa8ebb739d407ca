import type { HoursReport } from '../../report/rhythm-types.ts';
import type { PlotKey } from '../charts/plot-keys.ts';
import { formatCount, formatMs } from '../format.ts';
import { heatWords } from '../rhythm-words.ts';
import { metricName } from '../words.ts';
import { ChartFrame } from './chart-frame.tsx';
import { PlotCanvas } from './plot-canvas.tsx';
import { PlotTable } from './plot-table.tsx';

const LEGEND: readonly PlotKey[] = [
  { look: 'key-peak', text: 'peak, 18 to 21 h' },
  { look: 'key-unmeasured', text: 'not measured, or under 10 answers' },
];
const HEADS = ['Day and hour', 'Median, ms', 'Answers'];

/** The median of each hour: days down, hours across. */
export function HeatMapPlot({ hours }: { hours: HoursReport }) {
  const medians = hours.cells.flatMap(({ medianMs }) => medianMs ?? []);
  const [lowMs, highMs] = [Math.min(...medians), Math.max(...medians)];
  const words = heatWords(hours);
  return (
    <ChartFrame
      title="At which hours is it slow?"
      keys={[
        {
          look: 'key-heat',
          text: `${metricName(hours.metric)}, median of the hour, ${formatMs(lowMs)} to ${formatMs(highMs)} ms`,
        },
        ...LEGEND,
      ]}
      summary={words}
      table={() => <PlotTable heads={HEADS} rows={rowsOf(hours)} />}
    >
      <div class="plot-heat" style={{ '--days': hours.days.length }}>
        <PlotCanvas
          load={async () => (await import('../charts/plots.ts')).createHeatMap}
          input={{ hours, lowMs, highMs }}
          words={words}
          when={[hours]}
          printHeight={Math.max(120, Math.min(640, 64 + 28 * hours.days.length))}
        />
      </div>
    </ChartFrame>
  );
}

function rowsOf({ days, cells }: HoursReport) {
  return cells.map(({ day, hour, n, medianMs }) => [
    `${days[day]}, ${hour} to ${hour + 1} h`,
    formatMs(medianMs),
    formatCount(n),
  ]);
}
