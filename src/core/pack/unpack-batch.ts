import { NUMERIC_COLUMNS, type NumericKey } from '../columns.ts';
import type { SampleBatch } from '../sample-batch.ts';
import { PackedColumns } from './columns.ts';
import { readHead } from './head.ts';
import { DUE_EPOCH, DUE_MONO, LATE, NUMBER_IDS, OUTCOME, SMALL_IDS, type SmallKey } from './layout.ts';

type Floats = Float32Array<ArrayBuffer>;
type Doubles = Float64Array<ArrayBuffer>;
type Bytes = Uint8Array<ArrayBuffer>;

/** The packed columns of what `unpackBatch` gave: of a batch, its numbers and its lists. */
const columnsOf = new WeakMap<object, PackedColumns>();

/**
 * A property of its own, which copies of a batch (`{ ...batch }`) get as well. All batches share its
 * getter: with one of their own for each, an engine would lay each of them out anew.
 */
function propertyOf(get: (columns: PackedColumns) => unknown): PropertyDescriptor {
  return {
    enumerable: true,
    configurable: true,
    get(this: object) {
      const columns = columnsOf.get(this);
      return columns && get(columns);
    },
  };
}

const GAPS = propertyOf(({ lists }) => lists?.gaps.get());

interface Column {
  get(): unknown;
}

function propertiesOf(
  names: readonly (readonly [string, number])[],
  of: (columns: PackedColumns) => ReadonlyMap<number, Column>,
) {
  return names.map(([name, id]) => ({
    name,
    has: (columns: PackedColumns) => of(columns).has(id),
    property: propertyOf((columns) => of(columns).get(id)?.get()),
  }));
}

const OWN = [
  ...propertiesOf(
    [
      ['dueEpochMs', DUE_EPOCH],
      ['dueMonoMs', DUE_MONO],
    ],
    ({ doubles }) => doubles,
  ),
  ...propertiesOf([['lateMs', LATE]], ({ floats }) => floats),
  ...propertiesOf([['outcome', OUTCOME], ...Object.entries(SMALL_IDS)], ({ small }) => small),
];
const NUMBERS = propertiesOf(
  NUMERIC_COLUMNS.map(({ key }) => [key, NUMBER_IDS[key]]),
  ({ floats }) => floats,
);

/**
 * Reads what `packBatch` wrote; undefined where the bytes are none of that, whatever they are. All
 * columns lie within the bytes then, and are unpacked when they are asked for: a batch that waits
 * takes no more memory than its bytes. Take a column once, not once a row: it may be unpacked anew
 * each time. What the numbers say is not looked at; `checkBatch` does that.
 */
export function unpackBatch(bytes: Uint8Array<ArrayBuffer>): SampleBatch | undefined {
  const head = readHead(bytes);
  const columns = head && PackedColumns.of(head);
  if (head === undefined || columns === undefined) return undefined;
  const numbers = {};
  const batch = { count: head.count, firstSeq: head.firstSeq, words: head.texts, numbers };
  columnsOf.set(batch, columns);
  columnsOf.set(numbers, columns);
  for (const { name, has, property } of OWN) if (has(columns)) Object.defineProperty(batch, name, property);
  for (const { name, has, property } of NUMBERS)
    if (has(columns)) Object.defineProperty(numbers, name, property);
  if (columns.lists !== undefined) {
    const icl = Object.defineProperty({ offsets: columns.lists.offsets }, 'values', GAPS);
    columnsOf.set(icl, columns);
    Object.assign(batch, { icl });
  }
  return batch as SampleBatch;
}

/**
 * Puts a column of a batch into an array of the caller's, which has a place for each row (a part of
 * a larger one, say); false where the batch has no such column, and nothing is written. Of a batch
 * that `unpackBatch` gave it is unpacked straight into the array, so that a pass over many batches
 * makes no garbage; of any other it is copied.
 * @throws RangeError where the array has not as many places as the batch has rows.
 */
export function unpackInto(batch: SampleBatch, column: 'dueEpochMs' | 'dueMonoMs', into: Doubles): boolean;
export function unpackInto(batch: SampleBatch, column: 'lateMs' | NumericKey, into: Floats): boolean;
export function unpackInto(batch: SampleBatch, column: 'outcome' | SmallKey, into: Bytes): boolean;
export function unpackInto(batch: SampleBatch, column: ColumnKey, into: Doubles | Floats | Bytes): boolean {
  if (into.length !== batch.count)
    throw new RangeError(`A column of ${batch.count} rows does not fit ${into.length} places.`);
  const packed = columnsOf.get(batch);
  if (packed === undefined) {
    const values = isNumeric(column) ? batch.numbers[column] : batch[column];
    if (values !== undefined) into.set(values);
    return values !== undefined;
  }
  const id = IDS[column];
  if (into instanceof Float64Array) return filled(packed.doubles.get(id), into);
  if (into instanceof Float32Array) return filled(packed.floats.get(id), into);
  return filled(packed.small.get(id), into);
}

type ColumnKey = 'dueEpochMs' | 'dueMonoMs' | 'lateMs' | 'outcome' | SmallKey | NumericKey;

const IDS: Record<ColumnKey, number> = {
  dueEpochMs: DUE_EPOCH,
  dueMonoMs: DUE_MONO,
  lateMs: LATE,
  outcome: OUTCOME,
  ...SMALL_IDS,
  ...NUMBER_IDS,
};

function isNumeric(column: ColumnKey): column is NumericKey {
  return column in NUMBER_IDS;
}

function filled<T>(column: { into(values: T): void } | undefined, into: T): boolean {
  column?.into(into);
  return column !== undefined;
}
