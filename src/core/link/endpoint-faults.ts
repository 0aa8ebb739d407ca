import { isApart } from '../batch-rows.ts';
import { OUTCOMES, PROBE_ERRORS, type ProbeError } from '../sample.ts';
import type { SampleBatch } from '../sample-batch.ts';
import type { Span } from './spans.ts';

/** What the endpoint of one probe refused over a link that carried the refusal. */
export interface EndpointFaults {
  /** Requests by what came back; those that the endpoint wanted to be spared are `throttled`, too. */
  counts: Partial<Record<ProbeError, number>>;
  /** Times in which it refused again and again. */
  spells: Span[];
}

/** Answers that say no: they prove that the link carries. */
const REFUSALS: readonly ProbeError[] = ['http-status', 'throttled', 'stream-error'];
const CODES = new Set(REFUSALS.map((error) => PROBE_ERRORS.indexOf(error) + 1));
const UNMEASURED = OUTCOMES.indexOf('unmeasured') + 1;
/** As an outage, a spell has to last longer than this, in ms. */
const LEAST_MS = 2000;

/**
 * Endpoint faults of one probe: error statuses, throttling, errors within a
 * stream. None of them is a silence, and none counts against the link.
 *
 * A refusal holds until the next due time, whatever that brings: nobody asked in
 * between. At least two in a row, over more than 2 s, make a spell; one alone is
 * only counted. Nobody knows how long one lasted that ran into unmeasured time, due times
 * that are not there, or the end of the record: it ends at its last due time. `batches` are in the order
 * of `seq`. O(n).
 */
export function endpointFaults(batches: readonly SampleBatch[]): EndpointFaults {
  const found = new Array<number>(PROBE_ERRORS.length + 1).fill(0);
  const spells: Span[] = [];
  let startMs = 0;
  let lastMs = 0;
  let inARow = 0;
  const end = (endMs: number) => {
    if (inARow >= 2 && endMs - startMs > LEAST_MS) spells.push({ start: startMs, end: endMs });
    inARow = 0;
  };
  let before: SampleBatch | undefined;
  for (const batch of batches) {
    if (inARow > 0 && isApart(before, batch)) end(lastMs);
    before = batch;
    const { count, error, outcome, dueEpochMs } = batch;
    if (error === undefined && inARow === 0) continue;
    for (let i = 0; i < count; i++) {
      const code = error?.[i] ?? 0;
      if (code !== 0 && CODES.has(code)) {
        found[code] = (found[code] ?? 0) + 1;
        lastMs = dueEpochMs[i] ?? lastMs;
        if (inARow === 0) startMs = lastMs;
        inARow += 1;
      } else if (inARow > 0) end(outcome[i] === UNMEASURED ? lastMs : (dueEpochMs[i] ?? lastMs));
    }
  }
  if (inARow > 0) end(lastMs);
  const counts = Object.fromEntries(
    REFUSALS.map((name) => [name, found[PROBE_ERRORS.indexOf(name) + 1] ?? 0] as const).filter(
      ([, n]) => n > 0,
    ),
  );
  return { counts, spells };
}
