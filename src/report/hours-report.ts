import type { NumericKey } from '../core/columns.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { eachAnswered, RUN } from '../core/stats/answered.ts';
import { cellQuantile, fillCells, sizeOf } from '../core/stats/cells.ts';
import { pairedMean } from '../core/stats/paired-mean.ts';
import { isPeak, type LocalHour, localHours } from './local-hours.ts';
import type { HourCell, HoursReport } from './rhythm-types.ts';

const HOUR_QUARTER_MS = 900_000;
const LEAST_IN_HOUR = 10;
const LEAST_PEAK_HOURS = 2;
const LEAST_OTHER_HOURS = 6;

/**
 * The median of a metric by local hour and day, and how the peak hours differ
 * from the rest: each day is one pair (mean of the medians of its hours from 18 to
 * 21 h, less that of its other hours), and the interval is over the days, since
 * the hours of one evening hang together. Nothing where nothing was answered.
 */
export function hoursReport(
  batches: readonly SampleBatch[],
  { key, metric }: { key: NumericKey; metric: string },
  zone: string,
): HoursReport | undefined {
  const hourOf = localHours(zone);
  const hours: LocalHour[] = [];
  const places = new Map<string, number>();
  const placeOf = (epochMs: number): number => {
    const local = hourOf(epochMs);
    const name = `${local.date} ${local.hour}`;
    const place = places.get(name) ?? hours.push(local) - 1;
    places.set(name, place);
    return place;
  };
  const byQuarter = quarterly(placeOf);
  eachAnswered(batches, key, (times, _, n) => void byQuarter(times, n));
  if (hours.length === 0) return undefined;
  const cells = fillCells(hours.length, (visit) =>
    eachAnswered(batches, key, (times, values, n) => visit(byQuarter(times, n), values, n)),
  );
  const days = [...new Set(hours.map(({ date }) => date))].sort();
  const found = hours.map(({ date, hour }, place): HourCell => {
    const n = sizeOf(cells, place);
    return { day: days.indexOf(date), hour, n, medianMs: cellQuantile(cells, place, 0.5, LEAST_IN_HOUR) };
  });
  const differences = days.flatMap((_, day) => dayDifference(found.filter((cell) => cell.day === day)));
  return {
    metric,
    zone,
    days,
    cells: found.sort((a, b) => a.day - b.day || a.hour - b.hour),
    pairedDays: differences.length,
    peakLessRest: pairedMean(differences),
  };
}

/** Asks `read` once for each run of instants in one quarter of an hour; -1 for NaN. The next call overwrites the answers. */
function quarterly(read: (epochMs: number) => number): (times: Float64Array, n: number) => Int32Array {
  const answers = new Int32Array(RUN);
  let start = Number.POSITIVE_INFINITY;
  let end = Number.NEGATIVE_INFINITY;
  let answer = -1;
  return (times, n) => {
    for (let i = 0; i < n; i++) {
      const epochMs = times[i] ?? Number.NaN;
      if (!Number.isNaN(epochMs) && !(epochMs >= start && epochMs < end)) {
        start = Math.floor(epochMs / HOUR_QUARTER_MS) * HOUR_QUARTER_MS;
        end = start + HOUR_QUARTER_MS;
        answer = read(epochMs);
      }
      answers[i] = Number.isNaN(epochMs) ? -1 : answer;
    }
    return answers;
  };
}

/** Peak less rest of one day; nothing where it has too few hours of either. */
function dayDifference(cells: readonly HourCell[]): number[] {
  const medians = (peak: boolean) =>
    cells.flatMap(({ hour, medianMs }) =>
      medianMs !== undefined && isPeak(hour) === peak ? [medianMs] : [],
    );
  const [peak, rest] = [medians(true), medians(false)];
  if (peak.length < LEAST_PEAK_HOURS || rest.length < LEAST_OTHER_HOURS) return [];
  return [meanOf(peak) - meanOf(rest)];
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
