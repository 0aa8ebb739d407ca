import type { StreamStalls } from '../../report/inference-types.ts';
import type { Report } from '../../report/types.ts';
import { ScrollRegion } from '../components/parts.tsx';
import { StallsPlot } from '../components/stalls-plot.tsx';
import { WordHeads } from '../components/table-heads.tsx';
import { heldFor } from '../echo-words.ts';
import { instantText, zoneName } from '../format-time.ts';
import { stallCountWords } from '../inference-words.ts';
import { zone } from '../theme.ts';
import { STALL_NAMES } from '../words.ts';

/** Where answers stalled: over time, and the longest one by one. */
export function StreamStallsPart({ stalls, report }: { stalls: StreamStalls; report: Report }) {
  return (
    <>
      {stalls.count > 0 && <StallsPlot stalls={stalls} report={report} />}
      <section class="echo-part" aria-labelledby="stream-stalls-title">
        <h2 id="stream-stalls-title">Who made answers stall?</h2>
        <p class="column">{stallCountWords(stalls)}</p>
        {stalls.longest.length > 0 && <LongestStalls stalls={stalls} />}
        <p class="hint column">
          {stalls.count > stalls.longest.length && `The longest ${stalls.longest.length} of them. `}A stall is
          a gap three times longer than the usual one of its answer, and 150 ms more. It is the link’s where
          an echo probe was held up at the same time or nothing answered at all, the server’s where all echoes
          that were due in it came as usual and a hold of the link would have shown; else nobody knows. An
          echo probe of 10 messages a second tells most. A busy laptop can make either.
        </p>
      </section>
    </>
  );
}

function LongestStalls({ stalls: { longest } }: { stalls: StreamStalls }) {
  return (
    <ScrollRegion name="Longest stalls of answers" tall>
      <table class="wide-table stack">
        <WordHeads names={[`Start (${zoneName(zone.value)})`, 'Lasted', 'Who made it']} />
        <tbody>
          {longest.map(({ startEpochMs, durationMs, cause }) => (
            <tr key={startEpochMs}>
              <th scope="row" class="words num">
                {instantText(startEpochMs, zone.value)}
              </th>
              <td class="words num">{heldFor(durationMs)}</td>
              <td class="words">
                <span class="stall-cause" data-cause={cause}>
                  {STALL_NAMES[cause]}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
