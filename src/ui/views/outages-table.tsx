import type { Report } from '../../report/types.ts';
import { ScrollRegion } from '../components/parts.tsx';
import { formatDuration, formatSeconds, plural } from '../format.ts';
import { instantText, zoneName } from '../format-time.ts';
import { CAUSE_NAMES, INTERVAL_NAMES } from '../words.ts';

/** Silences of all probes, and the times when nobody looked. */
export function OutagesTable({ report }: { report: Report }) {
  const { outages } = report;
  const count = (kind: string) => outages.filter((row) => row.kind === kind).length;
  return (
    <section class="outages" aria-labelledby="outages-title">
      <h2 id="outages-title">When did nothing answer?</h2>
      <p class="hint column">
        {plural(count('outage'), 'outage')} over 2 s, {formatSeconds(report.outageS)} in all;{' '}
        {plural(count('interruption'), 'interruption')} of 0.5 to 2 s; {formatDuration(report.unmeasuredS)}{' '}
        unmeasured.
      </p>
      {outages.length > 0 && (
        <ScrollRegion name="List of outages" tall>
          <table class="wide-table">
            <thead>
              <tr>
                <th scope="col" class="words">
                  Start (UTC)
                </th>
                <th scope="col" class="words">
                  Start ({zoneName('local')})
                </th>
                <th scope="col">Lasted</th>
                <th scope="col" class="words">
                  Kind
                </th>
                <th scope="col" class="words">
                  Cause
                </th>
                <th scope="col" class="words">
                  Probes
                </th>
              </tr>
            </thead>
            <tbody>
              {outages.map((row) => (
                <tr key={`${row.kind} ${row.startEpochMs}`}>
                  <th scope="row" class="words num">
                    {instantText(row.startEpochMs, 'utc')}
                  </th>
                  <td class="words num">{instantText(row.startEpochMs, 'local')}</td>
                  <td>{formatSeconds((row.endEpochMs - row.startEpochMs) / 1000)}</td>
                  <td class="words">
                    <span class="interval" data-kind={row.kind}>
                      {INTERVAL_NAMES[row.kind]}
                    </span>
                  </td>
                  <td class="words">{CAUSE_NAMES[row.cause]}</td>
                  <td class="words">{row.probes.join(', ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </section>
  );
}
