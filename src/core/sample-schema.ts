import * as v from 'valibot';
import { NUMERIC_COLUMNS } from './columns.ts';
import { PROBE_ERRORS, type Sample, TIMING_SOURCES } from './sample.ts';

const number = v.pipe(v.number(), v.finite());
const maybeNumber = v.optional(number);

const due = {
  seq: v.pipe(number, v.integer(), v.minValue(0)),
  dueEpochMs: number,
  dueMonoMs: number,
};

const readings = {
  ...Object.fromEntries(NUMERIC_COLUMNS.map(({ key }) => [key, maybeNumber])),
  newConnection: v.optional(v.boolean()),
  preflight: v.optional(v.boolean()),
  reordered: v.optional(v.boolean()),
  timingSource: v.optional(v.picklist(TIMING_SOURCES)),
  protocol: v.optional(v.string()),
  finishReason: v.optional(v.string()),
  serverSource: v.optional(v.string()),
  iclMs: v.optional(v.array(number)),
};

const sampleSchema = v.variant('outcome', [
  v.object({
    ...due,
    ...readings,
    lateMs: number,
    responseMs: number,
    serviceMs: number,
    outcome: v.picklist(['ok', 'late']),
  }),
  v.object({ ...due, ...readings, lateMs: number, outcome: v.literal('timeout') }),
  v.object({
    ...due,
    ...readings,
    lateMs: maybeNumber,
    outcome: v.literal('failed'),
    error: v.picklist(PROBE_ERRORS),
  }),
  v.object({ ...due, outcome: v.literal('skipped') }),
  v.object({ ...due, lateMs: maybeNumber, outcome: v.literal('unmeasured') }),
]);

/** Checks a sample that comes from storage or a file; nothing if it is none. */
export function checkSample(value: unknown): Sample | undefined {
  const result = v.safeParse(sampleSchema, value);
  // The schema is built from the column table, so the compiler cannot see that it matches field by field.
  return result.success ? (result.output as unknown as Sample) : undefined;
}
