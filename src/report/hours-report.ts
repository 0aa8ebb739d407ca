import { type BatchReader, readAll } from '../core/batch-pass.ts';
import type { NumericKey } from '../core/columns.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { AnsweredReader, type VisitRun } from '../core/stats/answered.ts';
import { CellRooms, CellRuns, type CellTaker } from '../core/stats/cell-runs.ts';
import { summarise } from '../core/stats/cell-summary.ts';
import { pairedMean } from '../core/stats/paired-mean.ts';
import { nearestRank } from '../core/stats/percentile.ts';
import type { HeadlineMetric } from './headline.ts';
import { isPeak, type LocalHour, localHours, QUARTER_MS } from './local-hours.ts';
import type { HourCell, HoursReport } from './rhythm-types.ts';

const LEAST_IN_HOUR = 10;
const LEAST_PEAK_HOURS = 2;
const LEAST_OTHER_HOURS = 6;

/** The samples of one hour of one day. */
interface Hour extends LocalHour {
  n: number;
  medianMs?: number | undefined;
}

/**
 * The median of a metric by local hour and day, and how the peak hours differ
 * from the rest: each day is one pair (mean of the medians of its hours from 18 to
 * 21 h, less that of its other hours), and the interval is over the days, since
 * the hours of one evening hang together. `take` what an `AnsweredReader` hands over.
 */
export class HoursMeter {
  readonly #zone: string;
  readonly #hourOf: (epochMs: number) => LocalHour;
  readonly #hours: Hour[] = [];
  readonly #places = new Map<string, number>();
  readonly #runs = new CellRuns((place, values) => this.#sumUp(place, values));

  /** `zone`: an IANA name. */
  constructor(zone: string) {
    this.#zone = zone;
    this.#hourOf = localHours(zone);
  }

  readonly take: VisitRun = (times, values, n) => this.#gather(this.#runs, times, values, n);

  /** Nothing where nothing was answered. `batches`: what was read; it is read once more where a local hour came again. */
  result(
    batches: readonly SampleBatch[],
    { key, metric }: { key: NumericKey; metric: string },
  ): HoursReport | undefined {
    this.#runs.end();
    if (this.#hours.length === 0) return undefined;
    if (this.#runs.cameAgain.size > 0) {
      const rooms = new CellRooms(this.#runs.cameAgain);
      const reader = new AnsweredReader(key, (times, values, n) => this.#gather(rooms, times, values, n));
      readAll(batches, [reader]);
      reader.end();
      rooms.end((place, values) => this.#sumUp(place, values));
    }
    const days = [...new Set(this.#hours.map(({ date }) => date))].sort();
    const found = this.#hours.map(
      ({ date, hour, n, medianMs }): HourCell => ({ day: days.indexOf(date), hour, n, medianMs }),
    );
    const differences = days.flatMap((_, day) => dayDifference(found.filter((cell) => cell.day === day)));
    return {
      metric,
      zone: this.#zone,
      days,
      cells: found.sort((a, b) => a.day - b.day || a.hour - b.hour),
      pairedDays: differences.length,
      peakLessRest: pairedMean(differences),
    };
  }

  /** The clock is read once for what follows each other within a quarter of an hour. */
  #gather(cells: CellTaker, times: Float64Array, values: Float32Array, n: number): void {
    for (let i = 0; i < n; ) {
      const epochMs = times[i] ?? Number.NaN;
      if (Number.isNaN(epochMs)) {
        i += 1;
        continue;
      }
      const start = Math.floor(epochMs / QUARTER_MS) * QUARTER_MS;
      const end = start + QUARTER_MS;
      let stop = i + 1;
      for (; stop < n; stop++) {
        const next = times[stop] ?? Number.NaN;
        if (!(next >= start && next < end)) break;
      }
      cells.turnTo(this.#placeOf(epochMs));
      cells.add(values.subarray(i, stop));
      i = stop;
    }
  }

  #placeOf(epochMs: number): number {
    const local = this.#hourOf(epochMs);
    const name = `${local.date} ${local.hour}`;
    const place = this.#places.get(name) ?? this.#hours.push({ ...local, n: 0 }) - 1;
    this.#places.set(name, place);
    return place;
  }

  #sumUp(place: number, values: Float32Array<ArrayBuffer>): void {
    const hour = this.#hours[place];
    if (hour === undefined) return;
    const n = values.length;
    hour.n = n;
    hour.medianMs = n < LEAST_IN_HOUR ? undefined : summarise(values, nearestRank(n, 0.5) - 1).nth;
  }
}

/** Reads the hours of one metric by itself. */
export class HoursReader implements BatchReader {
  readonly #batches: readonly SampleBatch[];
  readonly #of: HeadlineMetric;
  readonly #meter: HoursMeter;
  readonly #answered: AnsweredReader;

  /** `zone`: an IANA name. */
  constructor(batches: readonly SampleBatch[], of: HeadlineMetric, zone: string) {
    this.#batches = batches;
    this.#of = of;
    this.#meter = new HoursMeter(zone);
    this.#answered = new AnsweredReader(of.key, this.#meter.take);
  }

  read(batch: SampleBatch): void {
    this.#answered.read(batch);
  }

  result(): HoursReport | undefined {
    this.#answered.end();
    return this.#meter.result(this.#batches, this.#of);
  }
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
