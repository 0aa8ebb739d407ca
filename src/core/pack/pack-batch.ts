import { NUMERIC_COLUMNS } from '../columns.ts';
import type { SampleBatch } from '../sample-batch.ts';
import { type Clock, clockOf } from './clock.ts';
import { packDifference, RULES } from './clock-columns.ts';
import { packConstant } from './constant.ts';
import { packDue } from './due-times.ts';
import { writeInts } from './int-blocks.ts';
import * as layout from './layout.ts';
import { packLists } from './lists.ts';
import { packNumbers } from './numbers.ts';
import { placesOfGrid, readGridDoubles } from './numbers-read.ts';
import type { Packed } from './packed.ts';
import { bitsOf } from './patches.ts';
import { WordWriter } from './word-writer.ts';

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
  const columns = new Map<number, Packed>();
  const constantMono = packConstantDoubles(batch.dueMonoMs);
  columns.set(layout.DUE_MONO, constantMono ?? packDue(batch.dueMonoMs));
  yield;
  columns.set(layout.DUE_EPOCH, packDue(batch.dueEpochMs, constantMono ? undefined : batch.dueMonoMs));
  yield;
  columns.set(layout.OUTCOME, packSmall(batch.outcome));
  for (const [name, id] of Object.entries(layout.SMALL_IDS)) {
    const column = batch[name as layout.SmallKey];
    if (column !== undefined) columns.set(id, packSmall(column));
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
    if (column !== undefined) columns.set(id, packNumbers(column));
  }
  yield;
  const lessOf = (id: number) => doublesOf(columns.get(id), floats.get(id));
  const clock = clockOf(batch, lessOf(layout.NUMBER_IDS.serverMs));
  yield;
  const used = new Set<number>();
  for (const [id, column] of floats) {
    if (columns.has(id)) continue;
    const rules = RULES_BY_ID.get(id);
    const found = rules && clock && packDifference(column, rules, clock, lessOf);
    columns.set(id, found?.packed ?? packNumbers(column));
    for (const line of found?.lines ?? []) used.add(line);
    yield;
  }
  if (icl !== undefined) {
    const { packed, line } = packLists(icl, clock?.at(layout.LINE.firstToken));
    columns.set(layout.ICL, packed);
    used.add(line);
  }
  return written(batch, columns, linesOf(clock, used));
}

const { serverMs, serverTtftMs } = layout.NUMBER_IDS;
const LESS = [serverMs, serverTtftMs];
const RULES_BY_ID = new Map(
  Object.entries(RULES).map(([name, rules]) => [
    name === 'lateMs' ? layout.LATE : layout.NUMBER_IDS[name as keyof typeof layout.NUMBER_IDS],
    rules,
  ]),
);

function packSmall(column: Uint8Array): Packed {
  const constant = packConstant(new Uint32Array(column));
  if (constant !== undefined) return constant;
  const body = new WordWriter(column.length / 8 + 16);
  writeInts(body, new Int32Array(column));
  return { method: layout.METHOD.ints, body };
}

/** Imported samples have no monotonic clock. */
function packConstantDoubles(values: Doubles): Packed | undefined {
  const bits = bitsOf(values);
  for (let i = 2; i < bits.length; i++) if (bits[i] !== bits[i & 1]) return undefined;
  const body = new WordWriter(2);
  body.push(bits[0] ?? 0);
  body.push(bits[1] ?? 0);
  return { method: layout.METHOD.constant, body };
}

/** A column as doubles, as the app reckoned with it before it was stored. */
function doublesOf(packed: Packed | undefined, floats: Floats | undefined): Doubles | undefined {
  if (packed === undefined || floats === undefined) return undefined;
  const { method, body } = packed;
  const places =
    method === layout.METHOD.grid ? placesOfGrid(body.words, 0, body.length, floats.length) : undefined;
  return places ? readGridDoubles(body.words, places, floats.length) : new Float64Array(floats);
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
  for (const [id, { method, body }] of [...own, ...lines, ...[...columns].filter(isClock)]) {
    out.push(id | (method << 8));
    out.push(body.length);
    out.pushAll(body.words.subarray(0, body.length));
  }
  return out.bytes();
}
