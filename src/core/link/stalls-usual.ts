import type { SampleBatch } from '../sample-batch.ts';
import { answeredValues } from '../stats/answered-values.ts';
import { nearestRank } from '../stats/percentile.ts';
import { sortFloats } from '../stats/sort.ts';

/** Medians over the answered messages of one probe, in ms; NaN where nothing was read. */
export interface UsualTimes {
  /** Echo less sent. */
  serviceMs: number;
  /** One-way delay variation. */
  upMs: number;
  downMs: number;
}

/** The direction in which most of the waiting was: on the way to the server, on the way back, or both. */
export type StallDirection = 'up' | 'down' | 'both';

/** With fewer answers nothing can be called usual. */
const LEAST_ANSWERS = 10;
/** One direction is named alone where it has at least this share of the waiting. */
const MOST = 0.8;

/** What is usual for a probe; nothing with fewer than 10 answers. */
export function usualTimes(batches: readonly SampleBatch[]): UsualTimes | undefined {
  const service = answeredValues(({ numbers }) => numbers.serviceMs, batches);
  if (service.length < LEAST_ANSWERS) return undefined;
  return {
    serviceMs: median(service),
    upMs: median(answeredValues(({ numbers }) => numbers.owdUpMs, batches)),
    downMs: median(answeredValues(({ numbers }) => numbers.owdDownMs, batches)),
  };
}

/** Told by the sums of what was waited beyond the usual in each direction, in ms; nothing where one is NaN. */
export function directionOf(upMs: number, downMs: number): StallDirection | undefined {
  const whole = upMs + downMs;
  if (!(whole > 0)) return undefined;
  if (upMs >= MOST * whole) return 'up';
  return downMs >= MOST * whole ? 'down' : 'both';
}

function median(values: Float32Array<ArrayBuffer>): number {
  sortFloats(values);
  return values[nearestRank(values.length, 0.5) - 1] ?? Number.NaN;
}
