import { expect, test } from 'vitest';
import { encodeBatch } from '../../src/core/batch-codec.ts';
import { readAll } from '../../src/core/batch-pass.ts';
import { packBatch } from '../../src/core/pack/pack-batch.ts';
import { unpackBatch } from '../../src/core/pack/unpack-batch.ts';
import type { SampleBatch } from '../../src/core/sample-batch.ts';
import { httpSamples } from '../support/modelled-samples.ts';

const BATCHES = 20;
const ROWS = 64;
const samples = httpSamples(BATCHES * ROWS, { seed: 7 });
const plain = Array.from({ length: BATCHES }, (_, b) => encodeBatch(samples.slice(b * ROWS, (b + 1) * ROWS)));

function packed(): SampleBatch[] {
  return plain.map((batch) => {
    const found = unpackBatch(packBatch(batch));
    if (found === undefined) throw new Error('A batch cannot be unpacked.');
    return found;
  });
}

const columnsOf = ({ dueEpochMs, outcome, lateMs, numbers }: SampleBatch) => [
  dueEpochMs,
  outcome,
  lateMs,
  ...Object.values(numbers),
];

test('each reader sees each batch as it was written, in arrays that are used again', () => {
  const seen: unknown[][] = [[], []];
  const buffers = new Set<ArrayBuffer>();
  const readers = seen.map((list) => ({
    read: (batch: SampleBatch) => {
      for (const { buffer } of columnsOf(batch)) buffers.add(buffer);
      list.push(columnsOf(batch).map((column) => column.slice()));
    },
  }));
  readAll(packed(), readers);
  const wanted = plain.map(columnsOf);
  expect(seen).toEqual([wanted, wanted]);
  expect(buffers.size).toBeLessThan((BATCHES / 2) * (wanted[0]?.length ?? 0));
});

test('a column that was taken outside of a pass stays what it is, whatever is read after it', () => {
  const batches = packed();
  const [first] = batches;
  const kept = first?.numbers.responseMs;
  readAll(batches, [{ read: (batch) => void columnsOf(batch) }]);
  readAll(packed(), [{ read: (batch) => void columnsOf(batch) }]);
  expect(kept).toEqual(plain[0]?.numbers.responseMs);
  const again = batches.at(-1)?.numbers.responseMs;
  readAll(packed(), [{ read: (batch) => void columnsOf(batch) }]);
  expect(again).toEqual(plain.at(-1)?.numbers.responseMs);
});

test('a pass within a pass, and one that fails, leave the columns of others alone', () => {
  const outer = packed();
  const found: unknown[] = [];
  readAll(outer, [
    {
      read: (batch) => {
        const { responseMs } = batch.numbers;
        if (batch.firstSeq === 0) readAll(packed().slice(0, 2), [{ read: (own) => void columnsOf(own) }]);
        found.push(responseMs?.slice());
      },
    },
  ]);
  expect(found).toEqual(plain.map(({ numbers }) => numbers.responseMs));
  const fail = () => {
    throw new Error('no');
  };
  expect(() => readAll(packed(), [{ read: fail }])).toThrow('no');
  const [kept] = packed();
  const column = kept?.numbers.responseMs;
  readAll(packed(), [{ read: (batch) => void columnsOf(batch) }]);
  expect(column).toEqual(plain[0]?.numbers.responseMs);
});
