import type { NumericKey } from '../columns.ts';

/**
 * The numbers of the packed form of a batch (docs/packed-samples.md). All of them are part of what
 * is stored: append only.
 */

/** The first byte of a packed batch. */
export const PACK_VERSION = 1;

/** Samples that one packed batch may hold. */
export const MOST_ROWS = 1 << 20;
/** Gaps between chunks that one packed batch may hold. */
export const MOST_GAPS = 1 << 26;

/** Runs of one column of due times that have a line of their own. */
export const MOST_RUNS = 64;

/** How a column is written. */
export const METHOD = { constant: 1, raw: 2, ints: 3, grid: 4, clock: 5, trend: 6, lists: 7 } as const;

/** Values a millisecond (or a unit): `n / PER[i]` is a value on grid `i`. */
export const PER = [1, 10, 50, 200, 1000, 4096, 1024, 1e4, 1e5, 1e6, 2, 20, 100] as const;

export const DUE_MONO = 1;
export const DUE_EPOCH = 2;
export const LATE = 3;
export const OUTCOME = 4;
export const ICL = 5;

export const SMALL_IDS = {
  error: 6,
  timingSource: 7,
  newConnection: 8,
  preflight: 9,
  reordered: 10,
  protocol: 11,
  finishReason: 12,
  serverSource: 13,
} as const;

export type SmallKey = keyof typeof SMALL_IDS;

export const NUMBER_IDS: Record<NumericKey, number> = {
  httpStatus: 32,
  responseMs: 33,
  serviceMs: 34,
  rttMs: 35,
  queueMs: 36,
  dnsMs: 37,
  connectMs: 38,
  tlsMs: 39,
  ttfbMs: 40,
  downloadMs: 41,
  serverMs: 42,
  bytesUp: 43,
  bytesDown: 44,
  ttftMs: 45,
  ttfoMs: 46,
  tpotMs: 47,
  e2eMs: 48,
  tokensOut: 49,
  chunks: 50,
  uploadMs: 51,
  owdUpMs: 52,
  owdDownMs: 53,
  longestGapMs: 54,
  stalls: 55,
  tokensIn: 56,
  tokensPerS: 57,
  reads: 58,
  events: 59,
  keepAlives: 60,
  serverTtftMs: 61,
  serverQueueMs: 62,
  networkTtftMs: 63,
  wireTtftMs: 64,
  wireE2eMs: 65,
};

/**
 * Moments of a request on the monotonic clock, as ticks of it: what durations are differences of.
 * `due` is no line but a column; its number stands for it where a difference names its two ends.
 */
export const LINE = {
  due: 0,
  sent: 192,
  firstByte: 193,
  end: 194,
  requestStart: 195,
  queueStart: 196,
  firstToken: 197,
  firstOutput: 198,
  lastToken: 199,
} as const;

/** In the first word of a column of floats: how far each lies from its rule stands behind it. */
export const ULPS_BESIDE = 1 << 24;

/** In a column of ints: nothing was measured. */
export const MISSING = -0x8000_0000;
/** The bits of the NaN that stands for a number that was not measured. */
export const NAN_BITS = 0x7fc0_0000;

/** Of 1: with more rows that a rule does not give, their distance from it is kept for all of them. Not part of what is stored. */
export const MOST_PATCHED = 0.04;
