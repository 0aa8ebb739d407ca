import type { StreamStalls } from '../../report/inference-types.ts';
import type { Report } from '../../report/types.ts';
import type { PlotKey } from '../charts/plot-keys.ts';
import type { StallsInput } from '../charts/stalls.ts';
import { heldFor } from '../echo-words.ts';
import { formatSeconds } from '../format.ts';
import { instantText, zoneName } from '../format-time.ts';
import { stallCountWords } from '../inference-words.ts';
import { zone } from '../theme.ts';
import { STALL_CAUSES, STALL_NAMES } from '../words.ts';
import { ChartFrame } from './chart-frame.tsx';
import { NOT_MEASURED } from './legend.tsx';
import { PlotCanvas } from './plot-canvas.tsx';
import { PlotTable } from './plot-table.tsx';

const LEGEND: readonly PlotKey[] = [
  ...STALL_CAUSES.map((cause) => ({ look: 'key-stall', text: STALL_NAMES[cause], cause })),
  NOT_MEASURED,
];

type Props = { stalls: StreamStalls; report: Pick<Report, 'outages' | 'startEpochMs' | 'endEpochMs'> };

/** How the stalls of answers lie in time, and who made them. */
export function StallsPlot({ stalls, report }: Props) {
  const { bins, binMs } = stalls;
  const input: StallsInput = {
    bins,
    binMs,
    intervals: report.outages,
    fromMs: Math.floor((report.startEpochMs ?? 0) / binMs) * binMs,
    toMs: Math.floor((report.endEpochMs ?? 0) / binMs) * binMs + binMs,
    zone: zone.value,
  };
  const words = `Stalls in steps of ${formatSeconds(binMs / 1000)}. ${stallCountWords(stalls)}`;
  return (
    <ChartFrame
      title="Where did answers stall?"
      keys={LEGEND}
      summary={words}
      table={() => <StallBins stalls={stalls} />}
    >
      <PlotCanvas
        load={async () => (await import('../charts/plots.ts')).createStalls}
        input={input}
        words={words}
        when={[stalls, zone.value]}
      />
    </ChartFrame>
  );
}

function StallBins({ stalls }: { stalls: StreamStalls }) {
  return (
    <PlotTable
      heads={[
        `Start (${zoneName(zone.value)})`,
        ...STALL_CAUSES.map((cause) => STALL_NAMES[cause]),
        'Longest',
      ]}
      rows={stalls.bins.map((bin) => [
        instantText(bin.startEpochMs, zone.value),
        ...STALL_CAUSES.map((cause) => bin[cause]),
        heldFor(bin.longestMs),
      ])}
    />
  );
}
