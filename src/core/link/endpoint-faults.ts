import type { BatchReader } from '../batch-pass.ts';
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
/** The same as a batch holds them. */
export const REFUSAL_CODES: ReadonlySet<number> = new Set(
  REFUSALS.map((error) => PROBE_ERRORS.indexOf(error) + 1),
);
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
 * that are not there, or the end of the record: it ends at its last due time. The batches
 * come in the order of `seq`. O(n).
 */
export class EndpointFaultReader implements BatchReader {
  readonly #found = new Array<number>(PROBE_ERRORS.length + 1).fill(0);
  readonly #spells: Span[] = [];
  #startMs = 0;
  #lastMs = 0;
  #inARow = 0;
  #before: SampleBatch | undefined;

  read(batch: SampleBatch): void {
    if (this.#inARow > 0 && isApart(this.#before, batch)) this.#end(this.#lastMs);
    this.#before = batch;
    const { count, error } = batch;
    if (error === undefined && this.#inARow === 0) return;
    const { outcome, dueEpochMs } = batch;
    for (let i = 0; i < count; i++) {
      const code = error?.[i] ?? 0;
      if (code !== 0 && REFUSAL_CODES.has(code)) {
        this.#found[code] = (this.#found[code] ?? 0) + 1;
        this.#lastMs = dueEpochMs[i] ?? this.#lastMs;
        if (this.#inARow === 0) this.#startMs = this.#lastMs;
        this.#inARow += 1;
      } else if (this.#inARow > 0)
        this.#end(outcome[i] === UNMEASURED ? this.#lastMs : (dueEpochMs[i] ?? this.#lastMs));
    }
  }

  /** After the last batch. */
  result(): EndpointFaults {
    if (this.#inARow > 0) this.#end(this.#lastMs);
    const counts = Object.fromEntries(
      REFUSALS.map((name) => [name, this.#found[PROBE_ERRORS.indexOf(name) + 1] ?? 0] as const).filter(
        ([, n]) => n > 0,
      ),
    );
    return { counts, spells: this.#spells };
  }

  #end(endMs: number): void {
    if (this.#inARow >= 2 && endMs - this.#startMs > LEAST_MS)
      this.#spells.push({ start: this.#startMs, end: endMs });
    this.#inARow = 0;
  }
}
