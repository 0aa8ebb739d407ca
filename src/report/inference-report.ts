import type { NumericKey } from '../core/columns.ts';
import type { LinkEvidence } from '../core/inference/gap-cause.ts';
import { READING_WORDS_PER_MIN, readerWaitMs, TOKENS_PER_WORD } from '../core/inference/reader-wait.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { answeredValues } from '../core/stats/answered-values.ts';
import { percentile } from '../core/stats/percentile.ts';
import { sortFloats } from '../core/stats/sort.ts';
import { answeredBatches, answersOf } from './answers.ts';
import { gapDistribution } from './gap-distribution.ts';
import type { AnswerFigure, InferenceReport, ReaderWait } from './inference-types.ts';
import { streamStalls } from './stream-stalls.ts';
import type { ProbeReport } from './types.ts';

export interface InferenceInput {
  /** Of one chat probe, in the order of `seq`, without its warm-up requests. */
  batches: readonly SampleBatch[];
  evidence: LinkEvidence;
  /** All probes of the campaign, in the order of the plan. */
  probes: readonly ProbeReport[];
  range: { startEpochMs: number; endEpochMs: number };
}

/** Sums up the answers of a chat probe: gaps, stalls, what a reader felt, and who told the server's share. */
export function inferenceReport({ batches, evidence, probes, range }: InferenceInput): InferenceReport {
  const sources = serverSources(batches);
  const count = (key: NumericKey): AnswerFigure => {
    const values = sortedValues(batches, key);
    return { n: values.length, p50: percentile(values, 0.5) };
  };
  return {
    answers: countAnswers(batches),
    gaps: gapDistribution(batches),
    stalls: streamStalls(answersOf(batches), evidence, range),
    readerWait: readerWait(batches),
    tokensPerS: tokensPerS(batches),
    counts: {
      tokensOut: count('tokensOut'),
      tokensIn: count('tokensIn'),
      chunks: count('chunks'),
      reads: count('reads'),
      events: count('events'),
      keepAlives: count('keepAlives'),
    },
    serverSources: sources,
    roundTrip: Object.keys(sources).length === 0 ? roundTripOf(probes) : undefined,
  };
}

function countAnswers(batches: readonly SampleBatch[]): number {
  let answers = 0;
  for (const { rows } of answeredBatches(batches)) answers += rows.length;
  return answers;
}

function sortedValues(batches: readonly SampleBatch[], key: NumericKey): Float32Array<ArrayBuffer> {
  const values = answeredValues((batch) => batch.numbers[key], batches);
  sortFloats(values);
  return values;
}

function readerWait(batches: readonly SampleBatch[]): ReaderWait {
  let counted = 0;
  const waits = Float32Array.from(answersOf(batches), (answer) => {
    if (answer.tokensOut !== undefined) counted += 1;
    return readerWaitMs(answer);
  });
  sortFloats(waits);
  return {
    n: waits.length,
    p50: percentile(waits, 0.5),
    p95: percentile(waits, 0.95),
    counted,
    wordsPerMin: READING_WORDS_PER_MIN,
    tokensPerWord: TOKENS_PER_WORD,
  };
}

/** The slow end is the low one: the ranks are counted from the fastest down. */
function tokensPerS(batches: readonly SampleBatch[]): InferenceReport['tokensPerS'] {
  const slowness = sortedValues(batches, 'tokensPerS').map((value) => -value);
  sortFloats(slowness);
  const fastest = (share: number) => {
    const value = percentile(slowness, share);
    return value === undefined ? undefined : -value;
  };
  return { n: slowness.length, p50: fastest(0.5), p5: fastest(0.95) };
}

/** Named where a server's time came without the name of who told it. */
const UNNAMED = 'unnamed';

function serverSources(batches: readonly SampleBatch[]): Record<string, number> {
  const found = new Map<string, number>();
  for (const { batch, rows, read } of answeredBatches(batches)) {
    const { words, serverSource } = batch;
    for (const row of rows) {
      if ((read('serverTtftMs', row) ?? read('serverMs', row)) === undefined) continue;
      const source = words[(serverSource?.[row] ?? 0) - 1] ?? UNNAMED;
      found.set(source, (found.get(source) ?? 0) + 1);
    }
  }
  return Object.fromEntries(found);
}

function roundTripOf(probes: readonly ProbeReport[]): InferenceReport['roundTrip'] {
  for (const { name, kind, role, rows } of probes) {
    if (kind === 'chat' || role === 'control') continue;
    const row = rows.find(({ metric, population, n }) => metric === 'rtt' && population === 'ok' && n > 0);
    if (row !== undefined) return { probe: name, row };
  }
  return undefined;
}
