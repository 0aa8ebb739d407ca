import { type Clock, clockOf } from './clock.ts';
import { differenceOf } from './clock-read.ts';
import { LINE, METHOD, NUMBER_IDS } from './layout.ts';
import type { Packed } from './packed.ts';
import { patchWhatDiffers } from './patches.ts';
import { WordWriter } from './word-writer.ts';

export { clockOf };

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

/** Of 1: with more rows that are no such difference, a column is written by itself. */
const MOST_PATCHED = 0.04;

/** The body of a duration by one of its rules; undefined where none fits. `lessOf`: a column as the app reckoned with it. */
export function packDifference(
  values: Float32Array<ArrayBuffer>,
  rules: readonly Rule[],
  clock: Clock,
  lessOf: (column: number) => Float64Array<ArrayBuffer> | undefined,
): { packed: Packed; lines: number[] } | undefined {
  for (const { to, from, less } of rules) {
    const [a, b] = [clock.at(to), clock.at(from)];
    if (a === undefined || b === undefined) continue;
    const own = less === undefined ? undefined : lessOf(less);
    const body = new WordWriter(16);
    body.push(to | (from << 8) | ((own === undefined ? 0 : (less ?? 0)) << 16));
    const patched = patchWhatDiffers(body, () => differenceOf(a, b, own), values);
    if (patched <= values.length * MOST_PATCHED)
      return { packed: { method: METHOD.clock, body }, lines: [to, from] };
  }
  return undefined;
}
