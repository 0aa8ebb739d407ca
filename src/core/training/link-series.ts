import { rowsIn } from '../batch-pass.ts';
import { isApart } from '../batch-rows.ts';
import type { Span } from '../link/spans.ts';
import { borrowing } from '../pack/recent.ts';
import type { ProbeSpec } from '../plan.ts';
import { OUTCOMES, PROBE_ERRORS } from '../sample.ts';
import type { SampleBatch } from '../sample-batch.ts';

/** What a worker that sends at a due time of a probe waits, one value a due time, in the order of time. */
export interface LinkSeries {
  /** `rtt` where most answers have it, else `response`. */
  metric: 'rtt' | 'response';
  /** In ms. What was lost stands with the least that it can have taken. */
  waitMs: Float32Array<ArrayBuffer>;
  /** Of them, timed out, failed or not sent. */
  lost: number;
  /** Answers without the metric (an `rtt` needs a warm connection), and requests held back for the endpoint's sake. */
  leftOut: number;
  /** Every lost one stands with at least this, in ms. */
  timeoutMs: number;
}

/** Stands for a column that nobody measured. */
const NONE = new Float32Array(0);
const LATE = OUTCOMES.indexOf('late') + 1;
const UNMEASURED = OUTCOMES.indexOf('unmeasured') + 1;
const THROTTLED = PROBE_ERRORS.indexOf('throttled') + 1;

/**
 * Reads the waits out of the batches of one probe, which are in the order of
 * `seq`. A lost request counts until the next answer of the probe came, and for
 * the timeout at least: how long a worker would really have waited is not known,
 * so that figures made of it are lower bounds. Where nobody was looking there is
 * no value, and no wait reaches across it, nor across due times that are not there: an unmeasured row, or one
 * of `blind` (in the order of time), for which a record that was made elsewhere has no rows.
 */
export function linkSeries(
  spec: Pick<ProbeSpec, 'timeoutMs'>,
  batches: readonly SampleBatch[],
  blind: readonly Span[] = [],
): LinkSeries {
  const { timeoutMs } = spec;
  const waits = new Float32Array(rowsIn(batches));
  const read = (metric: LinkSeries['metric']) =>
    borrowing(() => readWaits(metric, timeoutMs, batches, blind, waits));
  if (batches.some(({ numbers }) => numbers.rttMs !== undefined)) {
    const { answers, withRtt, ...series } = read('rtt');
    if (withRtt > 0 && 2 * withRtt >= answers) return series;
  }
  const { answers: _answers, withRtt: _withRtt, ...series } = read('response');
  return series;
}

/** Fills `waits` from its end. */
function readWaits(
  metric: LinkSeries['metric'],
  timeoutMs: number,
  batches: readonly SampleBatch[],
  blind: readonly Span[],
  waits: Float32Array<ArrayBuffer>,
): LinkSeries & { answers: number; withRtt: number } {
  let [at, lost, leftOut, answers, withRtt] = [waits.length, 0, 0, 0, 0];
  // Backwards, so that the next answer is known.
  let nextEpochMs = Number.NEGATIVE_INFINITY;
  let gap = blind.length - 1;
  let blindMs = blind[gap]?.start ?? Number.NEGATIVE_INFINITY;
  for (let b = batches.length - 1; b >= 0; b--) {
    const batch = batches[b];
    if (batch === undefined) continue;
    if (isApart(batch, batches[b + 1])) nextEpochMs = Number.NEGATIVE_INFINITY;
    const { count, outcome, dueEpochMs, error, numbers } = batch;
    const { responseMs = NONE, rttMs = NONE } = numbers;
    const lateMs = error === undefined ? NONE : batch.lateMs;
    const values = metric === 'rtt' ? rttMs : responseMs;
    for (let i = count - 1; i >= 0; i--) {
      const fate = outcome[i] ?? 0;
      const due = dueEpochMs[i] ?? 0;
      while (blindMs > due) {
        nextEpochMs = blindMs;
        gap -= 1;
        blindMs = blind[gap]?.start ?? Number.NEGATIVE_INFINITY;
      }
      if (fate === UNMEASURED) {
        nextEpochMs = due;
      } else if (fate <= LATE) {
        const end = due + (responseMs[i] ?? 0);
        nextEpochMs = nextEpochMs > due && nextEpochMs < end ? nextEpochMs : end;
        const value = values[i] ?? Number.NaN;
        answers += 1;
        if (value >= 0) withRtt += 1;
        if (Number.isNaN(value)) leftOut += 1;
        else waits[--at] = value;
      } else if (error?.[i] === THROTTLED && Number.isNaN(lateMs[i] ?? Number.NaN)) {
        leftOut += 1;
      } else {
        lost += 1;
        waits[--at] = Math.max(timeoutMs, nextEpochMs - due);
      }
    }
  }
  return { metric, waitMs: waits.subarray(at), lost, leftOut, timeoutMs, answers, withRtt };
}
