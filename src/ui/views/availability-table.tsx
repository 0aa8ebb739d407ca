import type { AvailabilityEstimate, AvailabilityReport } from '../../report/availability-types.ts';
import { availabilityPercent, intervalText, mtbfText, ninesText } from '../availability-words.ts';
import { ScrollRegion } from '../components/parts.tsx';
import { EMPTY, formatAbout, formatCount, formatDuration, formatSeconds } from '../format.ts';

const seconds = (value: number | undefined) => (value === undefined ? EMPTY : formatSeconds(value));

const ROWS: readonly [name: string, cell: (estimate: AvailabilityEstimate) => string][] = [
  ['Availability', ({ share }) => (share === undefined ? EMPTY : `${availabilityPercent(share)} %`)],
  ['95 % interval', intervalText],
  ['Nines', ninesText],
  ['Observed', ({ observedS }) => formatDuration(observedS)],
  ['Time lost', ({ downS }) => formatSeconds(downS)],
  ['Outages over 2 s', ({ outages }) => formatCount(outages)],
  ['MTBF', mtbfText],
  ['MTBF, 95 % interval', mtbfInterval],
  ['MTTR', ({ mttrS }) => seconds(mttrS)],
  ['Longest outage', ({ longestS }) => seconds(longestS)],
];

function mtbfInterval({ mtbfLowS, mtbfHighS }: AvailabilityEstimate): string {
  if (mtbfLowS === undefined || mtbfHighS === undefined) return EMPTY;
  return `${formatAbout(mtbfLowS)} to ${formatAbout(mtbfHighS)}`;
}

/** The link and the whole service beside each other. */
export function AvailabilityTable({ availability }: { availability: AvailabilityReport }) {
  const { link, service, method } = availability;
  return (
    <>
      <ScrollRegion name="Availability of the link and of the service">
        <table class="availability-table">
          <thead>
            <tr>
              <th scope="col" class="words">
                Measure
              </th>
              <th scope="col">The link</th>
              <th scope="col">The service</th>
            </tr>
          </thead>
          <tbody>
            {ROWS.map(([name, cell]) => (
              <tr key={name}>
                <th scope="row" class="words">
                  {name}
                </th>
                <td>{cell(link)}</td>
                <td>{cell(service)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <details class="behind">
        <summary>What is counted, and how</summary>
        <dl class="terms">
          {TERMS.map(([name, meaning]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{meaning}</dd>
            </div>
          ))}
          <div>
            <dt>95 % interval</dt>
            <dd>{method}. It is for one look, at the planned end.</dd>
          </div>
        </dl>
      </details>
    </>
  );
}

const TERMS = [
  ['Availability', 'Observed time without outage, as a share of observed time.'],
  [
    'An outage',
    'From the last answer before a silence of all probes over 2 s to the first one after it. So each is a little longer than what it was made of, by up to the pause between two answers: availability is told too low rather than too high.',
  ],
  [
    'The link',
    'Outages that are the link’s, or of which nobody knows whose they are, over the time in which it could be observed.',
  ],
  [
    'The service',
    'Silences of all probes, of any cause, and times in which the endpoint answered with errors at least twice in a row for over 2 s. A probe that hangs alone shows in its lost requests, not here.',
  ],
  [
    'MTBF',
    'Mean operating time between failures (IEC 60050-192): time up, divided by the number of outages.',
  ],
  ['MTTR', 'Mean time to restoration (IEC 60050-192): time down, divided by the number of outages.'],
] as const;
