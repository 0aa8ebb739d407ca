import type { AvailabilityReport, TargetVerdict } from '../../report/availability-types.ts';
import type { Report } from '../../report/types.ts';
import {
  availabilityPercent,
  availabilityWords,
  fewWords,
  intervalText,
  leftOutWords,
  mtbfText,
  ninesText,
  rhythmGuess,
  targetWords,
} from '../availability-words.ts';
import { DurationsPlot } from '../components/durations-plot.tsx';
import { EMPTY, formatSeconds } from '../format.ts';
import { AvailabilityTable } from './availability-table.tsx';
import { EndpointFaults, OutageCauses, Recoveries } from './outage-causes.tsx';

/** How much of the time the link was there: the number, what it means, and what it is made of. */
export function AvailabilitySection({ report: { availability } }: { report: Report }) {
  if (availability === undefined) return null;
  const few = fewWords(availability);
  return (
    <section class="availability" aria-labelledby="availability-title">
      <h2 id="availability-title">How much of the time was the link there?</h2>
      <Headline availability={availability} />
      {availability.target !== undefined && <Verdict target={availability.target} />}
      <p class="column">{availabilityWords(availability)}</p>
      {few !== undefined && <p class="hint column">{few}</p>}
      <AvailabilityTable availability={availability} />
      <p class="hint column">{leftOutWords(availability)}</p>
      {availability.rhythm !== undefined && <p class="column">{rhythmGuess(availability.rhythm)}</p>}
      {availability.bins.length > 0 && <DurationsPlot availability={availability} />}
      <OutageCauses causes={availability.causes} />
      <EndpointFaults faults={availability.faults} />
      <Recoveries recoveries={availability.recoveries} />
    </section>
  );
}

function Headline({ availability: { link } }: { availability: AvailabilityReport }) {
  const facts: [name: string, value: string, more: string][] = [
    ['Nines', ninesText(link), 'of availability'],
    ['MTBF', mtbfText(link), 'up between outages'],
    ['MTTR', link.mttrS === undefined ? EMPTY : formatSeconds(link.mttrS), 'until it was back'],
    ['Longest', link.longestS === undefined ? EMPTY : formatSeconds(link.longestS), 'outage'],
  ];
  return (
    <div class="now num">
      <div class="now-value">
        <span class="now-label">Availability of the link</span>
        <span class="now-number">
          {availabilityPercent(link.share)}
          {link.share !== undefined && <span class="now-unit">%</span>}
        </span>
        <span class="now-outcome">95 % interval: {intervalText(link)}</span>
      </div>
      <dl class="figures">
        {facts.map(([name, value, more]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
            <dd class="fact-more">{more}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Verdict({ target }: { target: TargetVerdict }) {
  const [verdict, why] = targetWords(target);
  return (
    <p class="target-verdict column" data-decision={target.decision}>
      <strong>{verdict}</strong>: {why}
    </p>
  );
}
