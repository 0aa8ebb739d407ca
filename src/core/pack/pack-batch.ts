import { NUMERIC_COLUMNS } from '../columns.ts';
import type { SampleBatch } from '../sample-batch.ts';
import { type Clock, clockOf } from './clock.ts';
import { packDifference, RULES } from './clock-columns.ts';
import { packConstant } from './constant.ts';
import { packDue } from './due-times.ts';
import { gridOf } from './grids.ts';
import { writeInts } from './int-blocks.ts';
import * as layout from './layout.ts';
import { packLists } from './lists.ts';
import { packNumbers } from './numbers.ts';
import { bitsOf } from './patches.ts';
import { WordWriter } from './word-writer.ts';
import { type Packed, packedFrom, putBack, takeWorkbench, type Workbench } from './workbench.ts';

type Floats = Float32Array<ArrayBuffer>;
type Doubles = Float64Array<ArrayBuffer>;

/** `packInSteps` in one go. */
export function packBatch(batch: SampleBatch): Uint8Array<ArrayBuffer> {
  const steps = packInSteps(batch);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * The bytes of a batch, from which `unpackBatch` makes the same batch, to the bit of each number. It
 * yields between one column and the next: in each some tens of nanoseconds a value go by.
 * @throws RangeError where a batch holds more than one may (`MOST_ROWS`, `MOST_GAPS`).
 */
export function* packInSteps(batch: SampleBatch): Generator<void, Uint8Array<ArrayBuffer>> {
  const { count, numbers, icl } = batch;
  if (count > layout.MOST_ROWS || (icl?.values.length ?? 0) > layout.MOST_GAPS)
    throw new RangeError(`A batch of ${count} samples is too large to be packed at once.`);
  const bench = takeWorkbench();
  const columns = new Map<number, Packed>();
  const { dueMonoMs, dueEpochMs } = batch;
  const constantMono = packConstantDoubles(bench, dueMonoMs);
  columns.set(layout.DUE_MONO, constantMono ?? packDue(bench, dueMonoMs));
  yield;
  columns.set(layout.DUE_EPOCH, packDue(bench, dueEpochMs, constantMono ? undefined : dueMonoMs));
  yield;
  columns.set(layout.OUTCOME, packSmall(bench, batch.outcome));
  for (const [name, id] of Object.entries(layout.SMALL_IDS)) {
    const column = batch[name as layout.SmallKey];
    if (column !== undefined) columns.set(id, packSmall(bench, column));
  }
  yield;
  const floats = new Map<number, Floats>([[layout.LATE, batch.lateMs]]);
  for (const { key } of NUMERIC_COLUMNS) {
    const column = numbers[key];
    if (column !== undefined) floats.set(layout.NUMBER_IDS[key], column);
  }
  // What other columns are less comes before them.
  for (const id of LESS) {
    const column = floats.get(id);
    if (column !== undefined) columns.set(id, packNumbers(bench, column));
  }
  yield;
  const lessOf = (id: number) => lessIn(floats.get(id));
  const clock = yield* clockOf(bench, batch, lessOf(serverMs));
  const used = new Set<number>();
  for (const [id, column] of floats) {
    if (columns.has(id)) continue;
    const rules = RULES_BY_ID.get(id);
    const found = rules && clock && packDifference(bench, column, rules, clock, lessOf);
    columns.set(id, found?.packed ?? packNumbers(bench, column));
    for (const line of found?.lines ?? []) used.add(line);
    yield;
  }
  if (icl !== undefined) {
    const { packed, line } = packLists(bench, icl, clock);
    columns.set(layout.ICL, packed);
    used.add(line);
    yield;
  }
  const bytes = written(batch, bench.words, columns, linesOf(clock, used));
  putBack(bench);
  return bytes;
}

const { serverMs, serverTtftMs } = layout.NUMBER_IDS;
const LESS = [serverMs, serverTtftMs];
const RULES_BY_ID = new Map(
  Object.entries(RULES).map(([name, rules]) => [
    name === 'lateMs' ? layout.LATE : layout.NUMBER_IDS[name as keyof typeof layout.NUMBER_IDS],
    rules,
  ]),
);

function packSmall(bench: Workbench, column: Uint8Array): Packed {
  const constant = packConstant(bench, column);
  if (constant !== undefined) return constant;
  const at = bench.words.length;
  const mark = bench.mark();
  const values = bench.ints(column.length);
  values.set(column);
  writeInts(bench.words, values);
  bench.release(mark);
  return packedFrom(bench, layout.METHOD.ints, at);
}

/** Imported samples have no monotonic clock. */
function packConstantDoubles(bench: Workbench, values: Doubles): Packed | undefined {
  const bits = bitsOf(values);
  for (let i = 2; i < bits.length; i++) if (bits[i] !== bits[i & 1]) return undefined;
  const at = bench.words.length;
  bench.words.push(bits[0] ?? 0);
  bench.words.push(bits[1] ?? 0);
  return packedFrom(bench, layout.METHOD.constant, at);
}

/** A column that others are less, with its grid: those that have one are decimal fractions, as servers write them. */
function lessIn(values: Floats | undefined) {
  if (values === undefined) return undefined;
  const grid = gridOf(values, (value, onGrid) => value === Math.fround(onGrid));
  return { values, grid: grid ?? -1, per: grid === undefined ? 0 : (layout.PER[grid] as number) };
}

/** The lines that are used, and those that they count from, in the order in which they are read. */
function linesOf(clock: Clock | undefined, used: ReadonlySet<number>): Map<number, Packed> {
  const wanted = new Set(used);
  const all = [...(clock?.lines.values() ?? [])];
  for (const { id, from } of all.toReversed()) if (wanted.has(id)) wanted.add(from);
  return new Map(all.filter(({ id }) => wanted.has(id)).map(({ id, packed }) => [id, packed]));
}

function written(
  { count, firstSeq, words }: SampleBatch,
  bodies: WordWriter,
  columns: ReadonlyMap<number, Packed>,
  lines: ReadonlyMap<number, Packed>,
): Uint8Array<ArrayBuffer> {
  const out = new WordWriter(count * 4 + 256);
  out.push(layout.PACK_VERSION);
  out.push(count);
  out.pushDouble(firstSeq);
  out.push(words.length);
  for (const word of words) {
    out.push(word.length);
    for (let i = 0; i < word.length; i += 2)
      out.push(word.charCodeAt(i) | ((i + 1 < word.length ? word.charCodeAt(i + 1) : 0) << 16));
  }
  const isClock = ([, { method }]: [number, Packed]) =>
    method === layout.METHOD.clock || method === layout.METHOD.lists;
  const own = [...columns].filter((pair) => !isClock(pair));
  for (const [id, { method, at, end }] of [...own, ...lines, ...[...columns].filter(isClock)]) {
    out.push(id | (method << 8));
    out.push(end - at);
    out.pushAll(bodies.words.subarray(at, end));
  }
  return out.bytes();
}
