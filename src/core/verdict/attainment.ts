import {
  type BlockShare,
  blockShare,
  type Precision,
  shareDegrees,
  shareInterval,
  skewWidths,
} from '../stats/share-interval.ts';
import { tLike, tWithin } from '../stats/student-t.ts';

/** Good and scheduled requests in consecutive blocks of wall-clock time; blocks in which nothing was scheduled are absent. */
export interface BlockCounts {
  blockMs: number;
  good: ArrayLike<number>;
  scheduled: ArrayLike<number>;
}

/** A share of good requests with its 95 % interval; an end that the data cannot support is absent. */
export interface ShareEstimate {
  good: number;
  scheduled: number;
  share?: number | undefined;
  low?: number | undefined;
  high?: number | undefined;
  /** Independent requests that would say as much. */
  effective?: number | undefined;
  method: string;
}

export type Decision = 'met' | 'not-met' | 'not-enough-data';

const VARIANCE =
  'cluster-robust variance over blocks of time (EWC), Jeffreys on the effective sample size, Student t';

const ALPHA = 0.05;
/** The satellite changes every 15 s: what is closer together may be one and the same event. */
const SLOT_MS = 15_000;
/** The confidence sequence is tightest about here; decisions before and after cost little more. */
const TIGHTEST_MS = 2 * 3_600_000;

/** Before so many blocks a look decides nothing: a dish that is late at the start is not condemned for it. */
const FEWEST_BLOCKS = 8;
/** Of fewer blocks that hold a miss (or a hit) a look at any time does not tell how many there will be. */
const FEWEST_TELLING = 5;

/** A rule of how many standard errors wide an interval is, and of what a record without a miss says. */
interface Rule {
  method: string;
  width(blocks: number, blockMs: number, df: number): number;
  /** The least share that `events` independent hits and no miss are compatible with. */
  flawless(events: number): number;
  fewestBlocks: number;
  fewestTelling: number;
}

const AT_END: Rule = {
  method: `95 % interval for the planned end: ${VARIANCE}`,
  width: (_blocks, _blockMs, df) => tWithin(1 - ALPHA, df),
  flawless: (events) => (ALPHA / 2) ** (1 / events),
  fewestBlocks: 1,
  fewestTelling: 1,
};

const AT_ANY_TIME: Rule = {
  method: `95 % confidence sequence for looks at any time: normal mixture (Robbins), ${VARIANCE}`,
  width: (blocks, blockMs, df) => tLike(mixtureWidth(blocks, blockMs), df),
  flawless: (events) => (ALPHA / (events + 1)) ** (1 / events),
  fewestBlocks: FEWEST_BLOCKS,
  fewestTelling: FEWEST_TELLING,
};

/**
 * The share of good requests with a 95 % interval that respects dependence between them, for a decision at
 * the planned end. Method: `blockShare` and `shareInterval` (their sources stand there), with Clopper and
 * Pearson's bound where nothing was missed. An end that the blocks cannot support is absent.
 */
export function attainment(blocks: BlockCounts): ShareEstimate {
  return estimate(blocks, AT_END);
}

/**
 * The same share with an interval that holds at every moment at which one looks (a 95 % confidence
 * sequence over the blocks; `mixtureWidth` has the source). Absent before the eighth block.
 */
export function attainmentAnytime(blocks: BlockCounts): ShareEstimate {
  return estimate(blocks, AT_ANY_TIME);
}

/** met: low >= target; not-met: high < target; else, or where an end is absent, not enough data. `target` is a share. */
export function decide({ low, high }: ShareEstimate, target: number): Decision {
  if (low !== undefined && low >= target) return 'met';
  return high !== undefined && high < target ? 'not-met' : 'not-enough-data';
}

/**
 * Half-width in standard errors at which a running mean of `blocks` blocks leaves
 * the truth in under 5 % of endless runs. Source: Waudby-Smith, Arbour, Sinha,
 * Kennedy and Ramdas, "Time-uniform Central Limit Theory and Asymptotic Confidence
 * Sequences", Annals of Statistics 52 (2024), theorem 2.2, after Robbins (1970),
 * "Statistical Methods Related to the Law of the Iterated Logarithm".
 */
function mixtureWidth(blocks: number, blockMs: number): number {
  const twoLog = -2 * Math.log(ALPHA);
  const scaled = (blocks * blockMs * (twoLog + Math.log(twoLog + 1))) / TIGHTEST_MS;
  return Math.sqrt(((scaled + 1) / scaled) * Math.log((scaled + 1) / ALPHA ** 2));
}

/** What the interval `by` says, and the one that holds at every moment. */
export interface Judgement {
  estimate: ShareEstimate;
  anytime: ShareEstimate;
  decision: Decision;
  /** As `secondsToDecide`, where it is open. */
  moreS?: number | undefined;
}

/** What `attainment` or `attainmentAnytime`, `decide` and `secondsToDecide` say, by one pass over the blocks. */
export function judge(
  blocks: BlockCounts,
  by: 'planned-end' | 'anytime',
  target: number,
  elapsedS: number,
): Judgement {
  const found = blockShare(blocks.good, blocks.scheduled);
  const anytime = estimateOf(found, blocks, AT_ANY_TIME);
  const seen = by === 'anytime' ? anytime : estimateOf(found, blocks, AT_END);
  const decision = decide(seen, target);
  if (decision !== 'not-enough-data') return { estimate: seen, anytime, decision };
  return { estimate: seen, anytime, decision, moreS: secondsMore(found, blocks, target, elapsedS) };
}

function estimate(blocks: BlockCounts, rule: Rule): ShareEstimate {
  return estimateOf(blockShare(blocks.good, blocks.scheduled), blocks, rule);
}

function estimateOf(found: BlockShare | undefined, blocks: BlockCounts, rule: Rule): ShareEstimate {
  const { method } = rule;
  if (found === undefined) return { good: 0, scheduled: 0, method };
  const { hits, total, share, precision } = found;
  const ends = endsOf(found, blocks.scheduled.length, blocks.blockMs, rule);
  return { good: hits, scheduled: total, share, ...ends, effective: precision?.effective, method };
}

/**
 * Without a miss there is no variance to be seen: each slot of 15 s then counts as
 * one request (Clopper and Pearson 1934, or Robbins' beta mixture for looks at any
 * time). No record with misses may claim more than one without. An interval never
 * excludes its own estimate; where few blocks hold a miss, the t of a look at any
 * time is so wide that only the rule itself keeps it from doing so.
 */
function endsOf({ share, total, precision }: BlockShare, blocks: number, blockMs: number, rule: Rule) {
  if (blocks < rule.fewestBlocks) return {};
  const flawless = rule.flawless(Math.min(total, slotsIn(blocks, blockMs)));
  if (share === 1) return { low: flawless, high: 1 };
  if (share === 0) return { low: 0, high: 1 - flawless };
  if (precision === undefined) return {};
  const width = rule.width(blocks, blockMs, shareDegrees(precision));
  const more = skewWidths(share, precision, width);
  const { low } = shareInterval(share, precision.effective, width + more.low);
  const { high } = shareInterval(share, precision.effective, width + more.high);
  const ends = { low: Math.min(low, flawless, share), high: Math.max(high, 1 - flawless, share) };
  if (precision.telling >= rule.fewestTelling) return ends;
  return precision.rarer === 'misses' ? { ...ends, high: 1 } : { ...ends, low: 0 };
}

/** The first and the last block may have been cut, and count as one slot each. */
function slotsIn(blocks: number, blockMs: number): number {
  return Math.min(blocks, 2) + Math.max(0, blocks - 2) * (blockMs / SLOT_MS);
}

/** A hundred years: nobody waits that long for a verdict. */
const NEVER_S = 100 * 365 * 86_400;

/**
 * How many more seconds of measuring at this rate until the anytime interval would
 * leave the target, if the share stays what it is; undefined where it never would or
 * nothing can be said.
 */
export function secondsToDecide(blocks: BlockCounts, target: number, elapsedS: number): number | undefined {
  return secondsMore(blockShare(blocks.good, blocks.scheduled), blocks, target, elapsedS);
}

function secondsMore(
  found: BlockShare | undefined,
  blocks: BlockCounts,
  target: number,
  elapsedS: number,
): number | undefined {
  if (found === undefined || !(elapsedS > 0)) return undefined;
  const seen = blocks.scheduled.length;
  const decidedAfter = (factor: number) => {
    const ends = endsOf(after(found, factor), seen * factor, blocks.blockMs, AT_ANY_TIME);
    return decide({ ...ends, good: 0, scheduled: 0, method: '' }, target) !== 'not-enough-data';
  };
  if (decidedAfter(1)) return 0;
  let high = 2;
  while (!decidedAfter(high)) {
    high *= 2;
    if (high * elapsedS > NEVER_S) return undefined;
  }
  let low = high / 2;
  while (high - low > 0.001 * high) {
    const middle = (low + high) / 2;
    if (decidedAfter(middle)) high = middle;
    else low = middle;
  }
  return (high - 1) * elapsedS;
}

/** What `factor` times as long a record would say, were it more of the same. */
function after(found: BlockShare, factor: number): BlockShare {
  return {
    ...found,
    total: found.total * factor,
    precision: found.precision && longer(found.precision, factor),
  };
}

function longer({ effective, shape, telling, rarer }: Precision, factor: number): Precision {
  return {
    effective: effective * factor,
    shape: { ...shape, n: shape.n * factor },
    telling: telling * factor,
    rarer,
  };
}
