import type { ClaimFigures, ClaimsReport } from '../../report/rhythm-types.ts';
import type { SiteZone } from '../../report/site-zone.ts';
import { claimsAgainst, WHY_AVERAGES_DIFFER } from '../claims-words.ts';
import { ScrollRegion } from '../components/parts.tsx';
import { WordHeads } from '../components/table-heads.tsx';
import { formatCount, formatMs, formatShare, plural } from '../format.ts';
import { zoneWords } from '../rhythm-words.ts';

const COLUMNS = ['averages', 'roundTrips', 'requests'] as const;
const NAMES: Record<(typeof COLUMNS)[number], string> = {
  averages: 'Averages of 15 s',
  roundTrips: 'Each round trip',
  requests: 'Each request due',
};
const ROWS: readonly (readonly [string, (figures: ClaimFigures) => string])[] = [
  ['p50', ({ p50 }) => formatMs(p50)],
  ['p95', ({ p95 }) => formatMs(p95)],
  ['p99', ({ p99 }) => formatMs(p99)],
  ['above 55 ms', ({ over55 }) => formatShare(over55)],
  ['number', ({ n }) => formatCount(n)],
];

/** The operator's published latencies, beside ours counted as theirs are, and as an application feels them. */
export function ClaimsSection({ claims, zone }: { claims: ClaimsReport; zone: SiteZone | undefined }) {
  return (
    <section class="echo-part" aria-labelledby="claims-title">
      <h2 id="claims-title">How does this compare with what Starlink publishes?</h2>
      {claims.averages.p50 === undefined ? (
        <p class="hint column">
          Not enough data: {plural(claims.averages.n, 'average')} of 15 s with at least 5 round trips, a
          median takes 10 and a p99 500 (2 h 05 min).
        </p>
      ) : (
        <Figures claims={claims} zone={zone} />
      )}
    </section>
  );
}

function Figures({ claims, zone }: { claims: ClaimsReport; zone: SiteZone | undefined }) {
  return (
    <>
      <ScrollRegion name="Published figures and those measured here">
        <table class="wide-table stack claims-table">
          <WordHeads names={['Published', 'By', 'Here, averages of 15 s']} />
          <tbody>
            {claimsAgainst(claims).map(({ claim, source, here }) => (
              <tr key={claim}>
                <th scope="row" class="words">
                  {claim}
                </th>
                <td class="words">{source}</td>
                <td class="words num">{here}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <p class="column">{WHY_AVERAGES_DIFFER}</p>
      <ScrollRegion name="Averages of 15 s beside single requests">
        <table class="wide-table">
          <thead>
            <tr>
              <th scope="col" class="words">
                ms
              </th>
              {COLUMNS.map((column) => (
                <th key={column} scope="col">
                  {NAMES[column]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ROWS.map(([name, read]) => (
              <tr key={name}>
                <th scope="row" class="words">
                  {name}
                </th>
                {COLUMNS.map((column) => (
                  <td key={column}>{read(claims[column])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <p class="hint column">
        Averages are means of at least 5 round trips within 15 s from :00, :15, :30 and :45, made here, not on
        the router, and the way to the endpoint is in them.{' '}
        {zone !== undefined && `Peak hours are those of ${zoneWords(zone)} `}Each request due: from its due
        time to its answer, lost ones infinitely slow.
      </p>
    </>
  );
}
