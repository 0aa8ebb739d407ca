import { METHOD } from './layout.ts';
import { type Packed, packedFrom, type Workbench } from './workbench.ts';

type Words = Uint32Array<ArrayBuffer>;

/** Of 1: with more rows that hold another value, ints cost less. */
const MOST_OTHERS = 1 / 64;

/** Writes a column, given as words, with one value in nearly all rows: that, and the other rows. Undefined where it has none. */
export function packConstant(bench: Workbench, values: Words | Uint8Array): Packed | undefined {
  const most = values.length * MOST_OTHERS;
  const value = usual(values);
  const others: number[] = [];
  for (let i = 0; i < values.length; i++) {
    if (values[i] === value) continue;
    others.push(i);
    if (others.length > most) return undefined;
  }
  const { words } = bench;
  const at = words.length;
  words.push(value);
  words.push(others.length);
  for (const row of others) words.push(row);
  for (const row of others) words.push(values[row] as number);
  return packedFrom(bench, METHOD.constant, at);
}

/** The middle one of three: if nearly all are equal, it is that. */
function usual(values: Words | Uint8Array): number {
  const [a = 0, b = a, c = a] = [0.2, 0.5, 0.8].map((share) => values[Math.floor(values.length * share)]);
  return b === c ? b : a;
}
