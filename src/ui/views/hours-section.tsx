import type { HourCell, HoursReport } from '../../report/rhythm-types.ts';
import { ScrollRegion } from '../components/parts.tsx';
import { formatMs, plural } from '../format.ts';
import { peakWords } from '../rhythm-words.ts';
import { metricName } from '../words.ts';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
/** A campaign within fewer hours has no pattern of the day to show. */
const LEAST_HOURS = 4;
/** The darkest shade still carries text. */
const MOST_SHADE = 60;

/** A heat map of the median by local hour and day. */
export function HoursSection({ hours }: { hours: HoursReport }) {
  const medians = hours.cells.flatMap(({ medianMs }) => (medianMs === undefined ? [] : [medianMs]));
  const [low, high] = [Math.min(...medians), Math.max(...medians)];
  return (
    <section class="echo-part" aria-labelledby="hours-title">
      <h2 id="hours-title">Does the hour of the day matter?</h2>
      <p class={hours.peakLessRest === undefined ? 'hint column' : 'column'}>{peakWords(hours)}</p>
      {medians.length >= LEAST_HOURS && (
        <>
          <ScrollRegion name="Median by hour of the day" tall>
            <table class="heat">
              <thead>
                <tr>
                  <th scope="col" class="words">
                    Day
                  </th>
                  {HOURS.map((hour) => (
                    <th key={hour} scope="col" data-peak={hour >= 18 && hour < 21 ? '' : undefined}>
                      {hour}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {hours.days.map((day, index) => (
                  <tr key={day}>
                    <th scope="row" class="words">
                      {day}
                    </th>
                    {HOURS.map((hour) => (
                      <Cell
                        key={hour}
                        cell={hours.cells.find((other) => other.day === index && other.hour === hour)}
                        low={low}
                        high={high}
                      />
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollRegion>
          <p class="hint column">
            {metricName(hours.metric)}, median of each hour in ms: palest {formatMs(low)}, darkest{' '}
            {formatMs(high)}. Hours of {hours.zone}, the zone of the computer that made this report; 18 to 21
            h is marked. Hatched: fewer than 10 answers.
          </p>
        </>
      )}
    </section>
  );
}

function Cell({ cell, low, high }: { cell: HourCell | undefined; low: number; high: number }) {
  if (cell?.medianMs === undefined) {
    return (
      <td data-empty="" title={plural(cell?.n ?? 0, 'answer')}>
        <span class="visually-hidden">not enough answers</span>
      </td>
    );
  }
  const { medianMs, n } = cell;
  const share = high > low ? (medianMs - low) / (high - low) : 0;
  return (
    <td
      style={{ '--shade': `${Math.round(4 + share * (MOST_SHADE - 4))}%` }}
      title={`${formatMs(medianMs)} ms, ${plural(n, 'answer')}`}
    >
      {Math.round(medianMs)}
    </td>
  );
}
