import { rowsIn } from '../batch-pass.ts';
import { isApart } from '../batch-rows.ts';
import { REFUSAL_CODES } from '../link/endpoint-faults.ts';
import type { Span } from '../link/spans.ts';
import { refusedAfter } from '../link/track.ts';
import { borrowing } from '../pack/recent.ts';
import type { ProbeSpec } from '../plan.ts';
import { OUTCOMES, PROBE_ERRORS } from '../sample.ts';
import type { SampleBatch } from '../sample-batch.ts';

/** What a worker that sends at a due time of a probe waits, one value a due time, in the order of time. */
export interface LinkSeries {
  /** `rtt` where most answers have it, else `response`. */
  metric: 'rtt' | 'response';
  /** In ms. */
  waitMs: Float32Array<ArrayBuffer>;
  /** Of them, timed out, failed or not sent. */
  lost: number;
  /** Of the lost, timed out: each stands with `timeoutMs` at least, which is 0 where it is not known. */
  timedOut: number;
  timeoutMs: number;
  /** Of the lost, those that stand with the least that they can have taken: timed out, or nobody looked until the next answer. */
  censored: number;
  /** The shortest wait of those, in ms; absent where there is none. */
  leastMs?: number | undefined;
  /** Answers without the metric (an `rtt` needs a warm connection): no wait is made of them. */
  leftOut: number;
  /** What the endpoint refused over a link that carried the refusal, or wanted to be spared: nor of these. */
  refused: number;
}

/** Stands for a column that nobody measured. */
const NONE = new Float32Array(0);
const LATE = OUTCOMES.indexOf('late') + 1;
const UNMEASURED = OUTCOMES.indexOf('unmeasured') + 1;
const TIMEOUT = OUTCOMES.indexOf('timeout') + 1;
const THROTTLED = PROBE_ERRORS.indexOf('throttled') + 1;

/**
 * Reads the waits out of the batches of one probe, which are in the order of
 * `seq`. A lost request counts until the next answer of the probe came, be it a
 * refusal, and one that timed out for the timeout at least: how long a worker would
 * really have waited for that is not known, so that figures made of it are lower
 * bounds. What failed at once proves no such wait. Where nobody was looking there is
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
  let [at, lost, timedOut, censored, leastMs] = [waits.length, 0, 0, 0, Number.POSITIVE_INFINITY];
  let [leftOut, refused, answers, withRtt] = [0, 0, 0, 0];
  // Backwards, so that the next answer is known: when it came, or until when somebody looked for one.
  let nextEpochMs = Number.NEGATIVE_INFINITY;
  let isAnswer = false;
  // Without either, nothing is known after the last due time.
  let lastEpochMs = Number.NEGATIVE_INFINITY;
  let gap = blind.length - 1;
  let blindMs = blind[gap]?.start ?? Number.NEGATIVE_INFINITY;
  const answered = (due: number, end: number) => {
    if (nextEpochMs > due && nextEpochMs < end) return;
    nextEpochMs = end;
    isAnswer = true;
  };
  const unlooked = (epochMs: number) => {
    nextEpochMs = epochMs;
    isAnswer = false;
  };
  for (let b = batches.length - 1; b >= 0; b--) {
    const batch = batches[b];
    if (batch === undefined) continue;
    if (isApart(batch, batches[b + 1])) {
      unlooked(Number.NEGATIVE_INFINITY);
      lastEpochMs = Number.NEGATIVE_INFINITY;
    }
    const { count, outcome, dueEpochMs, error, numbers } = batch;
    const { responseMs = NONE, rttMs = NONE } = numbers;
    const lateMs = error === undefined ? NONE : batch.lateMs;
    const values = metric === 'rtt' ? rttMs : responseMs;
    for (let i = count - 1; i >= 0; i--) {
      const fate = outcome[i] ?? 0;
      const due = dueEpochMs[i] ?? 0;
      if (lastEpochMs < due) lastEpochMs = due;
      while (blindMs > due) {
        unlooked(blindMs);
        gap -= 1;
        blindMs = blind[gap]?.start ?? Number.NEGATIVE_INFINITY;
      }
      if (fate === UNMEASURED) {
        unlooked(due);
        continue;
      }
      if (fate <= LATE) {
        answered(due, due + (responseMs[i] ?? 0));
        const value = values[i] ?? Number.NaN;
        answers += 1;
        if (value >= 0) withRtt += 1;
        if (Number.isNaN(value)) leftOut += 1;
        else waits[--at] = value;
        continue;
      }
      const code = error?.[i] ?? 0;
      const late = lateMs[i] ?? Number.NaN;
      const refusal = code === 0 ? Number.NaN : refusedAfter(numbers, late, i);
      const cameBack = !Number.isNaN(refusal);
      if (REFUSAL_CODES.has(code) && (cameBack || (code === THROTTLED && Number.isNaN(late)))) {
        refused += 1;
      } else {
        const isEnded = isAnswer && nextEpochMs >= due;
        const silentMs = (nextEpochMs < due ? lastEpochMs : nextEpochMs) - due;
        const wait = Math.max(fate === TIMEOUT ? timeoutMs : 0, silentMs);
        waits[--at] = wait;
        lost += 1;
        if (fate === TIMEOUT) timedOut += 1;
        if (fate === TIMEOUT || !isEnded) {
          censored += 1;
          leastMs = Math.min(leastMs, waits[at] ?? wait);
        }
      }
      if (cameBack) answered(due, due + refusal);
    }
  }
  return {
    ...{ metric, waitMs: waits.subarray(at), lost, timedOut, timeoutMs, censored },
    ...{ leastMs: censored > 0 ? leastMs : undefined, leftOut, refused, answers, withRtt },
  };
}
