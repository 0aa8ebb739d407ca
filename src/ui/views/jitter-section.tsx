import type { JitterReport } from '../../report/rhythm-types.ts';
import { ScrollRegion } from '../components/parts.tsx';
import { EMPTY, formatMs, plural } from '../format.ts';

/** The restlessness of round trips by each definition in use, since they are not the same. */
export function JitterSection({ jitter }: { jitter: JitterReport }) {
  return (
    <section class="echo-part" aria-labelledby="jitter-title">
      <h2 id="jitter-title">How much do round trips vary?</h2>
      <p class="hint column">
        Four definitions of jitter, none of which stands for another. {plural(jitter.n, 'round trip')}; losses
        are passed over.
      </p>
      <ScrollRegion name="Jitter by definition">
        <table class="wide-table stack jitter-table">
          <thead>
            <tr>
              <th scope="col" class="words">
                Definition
              </th>
              <th scope="col">ms</th>
              <th scope="col" class="words">
                What it is
              </th>
            </tr>
          </thead>
          <tbody>
            {rowsOf(jitter).map(([name, ms, what]) => (
              <tr key={name}>
                <th scope="row" class="words">
                  {name}
                </th>
                <td>{formatMs(ms)}</td>
                <td class="words">{what}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <p class="hint column">{missingWords(jitter)}</p>
    </section>
  );
}

function rowsOf({ rfc3550, meanStepMs, pdvMs, slotStep, cutAtS }: JitterReport) {
  const cut = `cut at ${cutAtS.toFixed(1)} s after :00, :15, :30 and :45`;
  return [
    [
      'RFC 3550, at the end',
      rfc3550?.last,
      'Running mean of the change from one packet to the next, each counting for a 16th. Defined for one-way times; here of round trips, so that both ways are in it.',
    ],
    ['RFC 3550, highest', rfc3550?.highest, 'The most that this running mean came to.'],
    [
      'Mean step',
      meanStepMs,
      'Mean absolute difference of consecutive round trips, over the whole campaign.',
    ],
    [
      'PDV, RFC 5481',
      pdvMs,
      'Packet delay variation: p99 less the least. What a playout buffer has to hold.',
    ],
    [
      'Slot step, median',
      slotStep.p50,
      `Change of the median round trip from one slot of 15 s to the next, either way; ${plural(slotStep.count, 'step')}, ${cut}.`,
    ],
    ['Slot step, p90', slotStep.p90, 'One step in ten is larger than this.'],
  ] as const;
}

function missingWords({ pdvMs, slotStep }: JitterReport): string {
  const missing = [
    pdvMs === undefined ? '500 round trips for the PDV' : '',
    slotStep.p50 === undefined ? '10 steps between slots for their median' : '',
    slotStep.p90 === undefined ? '50 for their p90 (about 13 minutes, 5 round trips in each slot)' : '',
  ].filter((part) => part !== '');
  return missing.length === 0
    ? ''
    : `${EMPTY} stands where the data do not suffice: it takes ${missing.join(', ')}.`;
}
