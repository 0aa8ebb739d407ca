import type { Clock } from './clock.ts';
import { differenceOf, type Less } from './clock-read.ts';
import { writeInts } from './int-blocks.ts';
import { LINE, METHOD, MOST_PATCHED, NUMBER_IDS, ULPS_BESIDE } from './layout.ts';
import { bitsOf, patchWhatDiffers } from './patches.ts';
import { addUlps, ulpsBeside } from './ulps.ts';
import { type Packed, packedFrom, type Workbench } from './workbench.ts';

/** A duration as the difference of two moments, less another column where it names one. */
interface Rule {
  to: number;
  from: number;
  less?: number;
}

const { due, sent, firstByte, end, requestStart, queueStart, firstToken, firstOutput, lastToken } = LINE;
const { serverMs, serverTtftMs } = NUMBER_IDS;

/** What each duration is, by the number of its column; the first rule whose lines are there counts. */
export const RULES = {
  lateMs: [{ to: sent, from: due }],
  responseMs: [{ to: end, from: due }],
  serviceMs: [{ to: end, from: sent }],
  ttfbMs: [{ to: firstByte, from: sent }],
  downloadMs: [{ to: end, from: firstByte }],
  queueMs: [{ to: requestStart, from: queueStart }],
  rttMs: [
    { to: firstByte, from: requestStart, less: serverMs },
    { to: end, from: sent, less: serverMs },
  ],
  ttftMs: [{ to: firstToken, from: sent }],
  ttfoMs: [{ to: firstOutput, from: sent }],
  e2eMs: [{ to: lastToken, from: sent }],
  networkTtftMs: [
    { to: firstToken, from: sent, less: serverTtftMs },
    { to: firstByte, from: sent, less: serverMs },
  ],
} satisfies { [key: string]: readonly Rule[] };

interface Difference {
  packed: Packed;
  lines: number[];
}

/**
 * Writes a duration by one of its rules; undefined where none fits. `lessOf`: a column and its
 * grid. Chromium's readings are differences themselves, of times since the machine was
 * started: their own noise is kept beside them in the last places of a float.
 */
export function packDifference(
  bench: Workbench,
  values: Float32Array<ArrayBuffer>,
  rules: readonly Rule[],
  clock: Clock,
  lessOf: (column: number) => (Less & { grid: number }) | undefined,
): Difference | undefined {
  const { words } = bench;
  const at = words.length;
  for (const { to, from, less } of rules) {
    const [a, b] = [clock.at(to), clock.at(from)];
    if (a === undefined || b === undefined) continue;
    const mark = bench.mark();
    const own = less === undefined ? undefined : lessOf(less);
    const head =
      to |
      (from << 8) |
      (own === undefined || less === undefined ? 0 : (less << 16) | ((own.grid + 1) << 25));
    const found = differenceOf(a, b, own, bench.floats(values.length));
    words.push(head);
    let patched = patchWhatDiffers(words, values, () => found);
    if (patched > values.length * MOST_PATCHED) {
      words.length = at;
      words.push(head | ULPS_BESIDE);
      writeInts(words, ulpsBeside(values, found, bench.ints(values.length)));
      addUlps(words.words, at + 1, bitsOf(found));
      patched = patchWhatDiffers(words, values, () => found);
    }
    bench.release(mark);
    if (patched <= values.length * MOST_PATCHED)
      return { packed: packedFrom(bench, METHOD.clock, at), lines: [to, from] };
    words.length = at;
  }
  return undefined;
}
