import type { HoursReport } from '../../report/rhythm-types.ts';
import type { SiteZone } from '../../report/site-zone.ts';
import { HeatMapPlot } from '../components/heat-map-plot.tsx';
import { peakWords, zoneWords } from '../rhythm-words.ts';

/** A campaign within fewer hours has no pattern of the day to show. */
const LEAST_HOURS = 4;

/** The median by local hour and day, and whether the evening differs. */
export function HoursSection({ hours, zone }: { hours: HoursReport; zone: SiteZone | undefined }) {
  const known = hours.cells.filter(({ medianMs }) => medianMs !== undefined).length;
  return (
    <section class="echo-part" aria-labelledby="hours-title">
      <h2 id="hours-title">Does the hour of the day matter?</h2>
      <p class={hours.peakLessRest === undefined ? 'hint column' : 'column'}>{peakWords(hours)}</p>
      {known >= LEAST_HOURS && (
        <>
          <HeatMapPlot hours={hours} />
          {zone !== undefined && <p class="hint column">Hours of {zoneWords(zone)}</p>}
        </>
      )}
    </section>
  );
}
