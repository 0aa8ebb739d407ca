import type { CauseSum, FaultReport, RecoveryReport } from '../../report/availability-types.ts';
import { faultWords } from '../availability-words.ts';
import { ScrollRegion } from '../components/parts.tsx';
import { EMPTY, formatCount, formatSeconds } from '../format.ts';
import { CAUSES } from '../words.ts';

/** What the availability of the link makes of the time of an outage. */
const FOR_LINK = { link: 'down', unknown: 'down', endpoint: 'up', local: 'left out' } as const;

const seconds = (value: number | undefined) => (value === undefined ? EMPTY : formatSeconds(value));

function Head({ names }: { names: readonly string[] }) {
  return (
    <thead>
      <tr>
        {names.map((name, i) => (
          <th key={name} scope="col" class={i === 0 ? 'words' : undefined}>
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** The silences by cause, and which of them count against the link. */
export function OutageCauses({ causes }: { causes: readonly CauseSum[] }) {
  if (causes.length === 0) return null;
  const blind = causes.every(({ cause }) => cause === 'unknown');
  return (
    <>
      <h3>Whose outages were they?</h3>
      <ScrollRegion name="Outages by cause">
        <table class="wide-table">
          <Head names={['Cause', 'Outages', 'Time lost', 'Longest', 'Interruptions', 'For the link']} />
          <tbody>
            {causes.map(({ cause, outages, outageS, longestS, interruptions }) => (
              <tr key={cause}>
                <th scope="row" class="words">
                  {CAUSES[cause][0]}
                </th>
                <td>{formatCount(outages)}</td>
                <td>{outages > 0 ? formatSeconds(outageS) : EMPTY}</td>
                <td>{seconds(longestS)}</td>
                <td>{formatCount(interruptions)}</td>
                <td>{FOR_LINK[cause]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <p class="hint column">
        Interruptions are silences of 0.5 to 2 s; they are no downtime.
        {blind && ' No control probe could tell causes apart, so all count against the link.'}
      </p>
    </>
  );
}

/** What the endpoints refused while the link carried the refusal. */
export function EndpointFaults({ faults }: { faults: readonly FaultReport[] }) {
  if (faults.length === 0) return null;
  return (
    <>
      <h3>What did the endpoint refuse?</h3>
      <ul class="plain column">
        {faults.map((fault) => (
          <li key={fault.probe}>{faultWords(fault)}</li>
        ))}
      </ul>
      <p class="hint column">The link carried these answers, so they do not count against it.</p>
    </>
  );
}

/** Outages as an application on a standing connection felt them. */
export function Recoveries({ recoveries }: { recoveries: readonly RecoveryReport[] }) {
  const told = recoveries.filter(({ known }) => known > 0);
  if (told.length === 0) return null;
  return (
    <>
      <h3>When was an application served again?</h3>
      <ScrollRegion name="Recovery of standing connections">
        <table class="wide-table">
          <Head
            names={[
              'Connection',
              'Outages',
              'Link back, p50',
              'Echo back, p50',
              'Link, longest',
              'Echo, longest',
              'Later, mean',
            ]}
          />
          <tbody>
            {told.map((row) => (
              <tr key={row.probe}>
                <th scope="row" class="words">
                  {row.probe}
                </th>
                <td>
                  {row.known === row.outages ? formatCount(row.known) : `${row.known} of ${row.outages}`}
                </td>
                <td>{seconds(row.linkP50S)}</td>
                <td>{seconds(row.echoP50S)}</td>
                <td>{seconds(row.linkLongestS)}</td>
                <td>{seconds(row.echoLongestS)}</td>
                <td>{seconds(row.laterMeanS)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <p class="hint column">
        From the start of the outage to its end, and to the first echo on the standing connection. A TCP
        connection sends again after waits that double, so it may answer long after the link does; an
        application that opens a new one is served as soon as the link is back.
      </p>
    </>
  );
}
