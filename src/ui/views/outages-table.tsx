import { countOf } from '../../report/outage-sums.ts';
import type { Report } from '../../report/types.ts';
import { ScrollRegion } from '../components/parts.tsx';
import { WordHeads } from '../components/table-heads.tsx';
import { formatDuration, formatSeconds, plural } from '../format.ts';
import { instantText, zoneName } from '../format-time.ts';
import { zone } from '../theme.ts';
import { CAUSES, INTERVAL_NAMES } from '../words.ts';

/** Silences of all probes, and the times when nobody looked. */
export function OutagesTable({ report }: { report: Report }) {
  const { outages } = report;
  const causes = [...new Set(outages.map((row) => row.cause))];
  return (
    <section class="outages" aria-labelledby="outages-title">
      <h2 id="outages-title">When did nothing answer?</h2>
      <p class="hint column">{summary(report)}</p>
      {outages.length > 0 && (
        <>
          <ScrollRegion name="List of outages" tall>
            <table class="wide-table stack">
              <WordHeads names={[`Start (${zoneName(zone.value)})`, 'Lasted', 'Kind', 'Cause', 'Probes']} />
              <tbody>
                {outages.map((row) => (
                  <tr key={`${row.kind} ${row.startEpochMs}`}>
                    <th scope="row" class="words num">
                      {instantText(row.startEpochMs, zone.value)}
                    </th>
                    <td class="words">{formatSeconds((row.endEpochMs - row.startEpochMs) / 1000)}</td>
                    <td class="words">
                      <span class="interval" data-kind={row.kind}>
                        {INTERVAL_NAMES[row.kind]}
                      </span>
                      {row.cut !== undefined && ' (a part: the filter cuts it)'}
                    </td>
                    <td class="words">{CAUSES[row.cause][0]}</td>
                    <td class="words">{row.probes.join(', ')}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollRegion>
          <dl class="terms">
            {causes.map((cause) => (
              <div key={cause}>
                <dt>{CAUSES[cause][0]}</dt>
                <dd>{CAUSES[cause][1]}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </section>
  );
}

function summary({ outages, outageS, unmeasuredS }: Report): string {
  const long = countOf(outages, 'outage');
  return [
    long === 0
      ? 'No outage over 2 s'
      : `${plural(long, 'outage')} over 2 s, ${formatSeconds(outageS)} in all`,
    `${plural(countOf(outages, 'interruption'), 'interruption')} of 0.5 to 2 s`,
    unmeasuredS > 0 ? `${formatDuration(unmeasuredS)} unmeasured.` : 'no time unmeasured.',
  ].join('; ');
}
