import { METHOD } from './layout.ts';
import type { Packed } from './packed.ts';
import { WordWriter } from './word-writer.ts';

type Words = Uint32Array<ArrayBuffer>;

/** Of 1: with more rows that hold another value, ints cost less. */
const MOST_OTHERS = 1 / 64;

/** The body of a column, given as words, with one value in nearly all rows: that, and the other rows. */
export function packConstant(values: Words): Packed | undefined {
  const most = values.length * MOST_OTHERS;
  const value = usual(values);
  const others: number[] = [];
  for (let i = 0; i < values.length; i++) {
    if (values[i] === value) continue;
    others.push(i);
    if (others.length > most) return undefined;
  }
  const body = new WordWriter(2 + others.length * 2);
  body.push(value);
  body.push(others.length);
  for (const row of others) body.push(row);
  for (const row of others) body.push(values[row] as number);
  return { method: METHOD.constant, body };
}

/** The middle one of three: if nearly all are equal, it is that. */
function usual(values: Words): number {
  const [a = 0, b = a, c = a] = [0.2, 0.5, 0.8].map((share) => values[Math.floor(values.length * share)]);
  return b === c ? b : a;
}
