import type { StreamStalls } from '../../report/inference-types.ts';
import type { Report } from '../../report/types.ts';
import type { StallsInput } from '../charts/stalls.ts';
import { heldFor } from '../echo-words.ts';
import { formatSeconds } from '../format.ts';
import { instantText, zoneName } from '../format-time.ts';
import { stallCountWords } from '../inference-words.ts';
import { zone } from '../theme.ts';
import { STALL_CAUSES, STALL_NAMES } from '../words.ts';
import { ChartFrame } from './chart-frame.tsx';
import { PlotCanvas } from './plot-canvas.tsx';

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
      legend={<Legend />}
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

function Legend() {
  return (
    <ul class="legend">
      {STALL_CAUSES.map((cause) => (
        <li key={cause}>
          <span class="key key-stall" data-cause={cause} />
          {STALL_NAMES[cause]}
        </li>
      ))}
      <li>
        <span class="key key-unmeasured" />
        not measured
      </li>
    </ul>
  );
}

function StallBins({ stalls }: { stalls: StreamStalls }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Start ({zoneName(zone.value)})</th>
          {STALL_CAUSES.map((cause) => (
            <th key={cause} scope="col">
              {STALL_NAMES[cause]}
            </th>
          ))}
          <th scope="col">Longest</th>
        </tr>
      </thead>
      <tbody>
        {stalls.bins.map((bin) => (
          <tr key={bin.startEpochMs}>
            <th scope="row">{instantText(bin.startEpochMs, zone.value)}</th>
            {STALL_CAUSES.map((cause) => (
              <td key={cause}>{bin[cause]}</td>
            ))}
            <td>{heldFor(bin.longestMs)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
