import * as v from 'valibot';
import { epochMillis } from '../units.ts';
import type { DishHistory } from './history-types.ts';

/** 64-bit numbers and NaN are texts in the JSON of protocol buffers. */
const number = v.pipe(
  v.union(
    [v.number(), v.pipe(v.string(), v.regex(/^(-?\d+(\.\d+)?(e[+-]?\d+)?|NaN|-?Infinity)$/i))],
    'a number',
  ),
  v.transform(Number),
);
const finite = v.pipe(number, v.finite('a number'));
/** Half a day and more of seconds: the ring of today's dishes has 900, that of earlier ones 43,200. */
const MOST_SECONDS = 50_000;
/** Dishes list some hundred. */
const MOST_OUTAGES = 10_000;
const column = v.pipe(
  v.array(v.nullable(number), 'a list of numbers'),
  v.maxLength(MOST_SECONDS, `a list of at most ${MOST_SECONDS} seconds, more than a dish keeps`),
);

/** The answer to `get_history` with its keys in camel case; what is 0 may be left out. */
export const answerSchema = v.object({
  current: v.pipe(finite, v.minValue(1, 'a count of seconds')),
  popPingDropRate: v.pipe(column, v.minLength(1, 'a list that is not empty')),
  popPingLatencyMs: v.optional(column, []),
  outages: v.optional(
    v.pipe(
      v.array(
        v.object({
          cause: v.optional(v.union([v.string(), v.number()]), 'UNKNOWN'),
          startTimestampNs: finite,
          durationNs: v.optional(finite, 0),
        }),
      ),
      v.maxLength(MOST_OUTAGES, `a list of at most ${MOST_OUTAGES} outages, more than a dish keeps`),
    ),
    [],
  ),
});

const epoch = v.pipe(v.number(), v.finite(), v.transform(epochMillis));

const storedSchema = v.array(
  v.object({
    file: v.string(),
    importedEpochMs: epoch,
    dropRate: v.array(v.nullable(v.number())),
    latencyMs: v.array(v.nullable(v.number())),
    endEpochMs: epoch,
    endFrom: v.picklist(['outages', 'file-date', 'import']),
    outages: v.array(v.object({ startEpochMs: epoch, durationMs: v.number(), cause: v.string() })),
  }),
);

/** Checks the histories that are stored with a campaign; none where they are damaged or absent. */
export function checkDishHistories(value: unknown): DishHistory[] {
  const result = v.safeParse(storedSchema, value);
  return result.success ? result.output : [];
}
