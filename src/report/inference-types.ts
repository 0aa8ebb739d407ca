import type { StallCause } from '../core/inference/gap-cause.ts';
import type { EpochMillis } from '../core/units.ts';
import type { CdfPoint, MetricRow } from './types.ts';

/** A percentile is absent where fewer than 5 values lie beyond it. */
export interface GapDistribution {
  /** Gaps between chunks, of all answers. */
  n: number;
  p50?: number | undefined;
  p90?: number | undefined;
  p95?: number | undefined;
  p99?: number | undefined;
  p99_9?: number | undefined;
  max: number;
  /** Share of gaps of 0: chunks that came in one read with the one before. */
  zeroShare: number;
  cdf: CdfPoint[];
}

export interface StreamStall {
  startEpochMs: EpochMillis;
  durationMs: number;
  cause: StallCause;
}

/** One column of the plot of stalls. */
export interface StallBin extends Record<StallCause, number> {
  startEpochMs: number;
  longestMs: number;
}

export interface StreamStalls {
  count: number;
  /** Answers with a pace to stall in, and the share of them that stalled. */
  judged: number;
  stalledShare?: number | undefined;
  longestMs?: number | undefined;
  byCause: Record<StallCause, number>;
  /** At most 20, the longest first. */
  longest: StreamStall[];
  binMs: number;
  /** In the order of time; those without a stall are left out. */
  bins: StallBin[];
}

/** A figure of each answer, over the answers that have it. */
export interface AnswerFigure {
  n: number;
  p50?: number | undefined;
}

/** `readerWaitMs` of each answer, and what the reader was taken for. */
export interface ReaderWait extends AnswerFigure {
  p95?: number | undefined;
  /** Answers whose tokens the server counted; in the others a chunk was taken for a token. */
  counted: number;
  wordsPerMin: number;
  tokensPerWord: number;
}

/** What stands in the report of a chat probe beside its percentiles. */
export interface InferenceReport {
  /** Answered requests. */
  answers: number;
  gaps?: GapDistribution | undefined;
  stalls: StreamStalls;
  readerWait: ReaderWait;
  /** `p5`: 95 % of the answers were at least this fast. */
  tokensPerS: AnswerFigure & { p5?: number | undefined };
  counts: Record<InferenceCount, AnswerFigure>;
  /** How many answers told the server's time, by who told it; see the rows `server_ttft`, `network_ttft` and `server`. */
  serverSources: Record<string, number>;
  /** Where no answer told it: the round trips of another probe. They are another distribution, from which nothing may be subtracted. */
  roundTrip?: { probe: string; row: MetricRow } | undefined;
}

/** What is counted in each answer. */
export type InferenceCount = 'tokensOut' | 'tokensIn' | 'chunks' | 'reads' | 'events' | 'keepAlives';
