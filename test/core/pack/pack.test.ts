import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeBatch } from '../../../src/core/batch-codec.ts';
import { decodeBatch } from '../../../src/core/batch-reader.ts';
import { rowsOf } from '../../../src/core/batch-rows.ts';
import { NUMERIC_COLUMNS, type NumericKey } from '../../../src/core/columns.ts';
import { packBatch } from '../../../src/core/pack/pack-batch.ts';
import { unpackBatch, unpackInto } from '../../../src/core/pack/unpack-batch.ts';
import type { SampleBatch } from '../../../src/core/sample-batch.ts';
import { sampleRun } from '../../report/samples.ts';
import {
  chatSamples,
  httpSamples,
  type ModelOptions,
  websocketSamples,
} from '../../support/modelled-samples.ts';
import { chanceOf, mutate } from '../../support/mutations.ts';
import { bitsOfBatch, SMALL, strangeBatch } from './batches.ts';

/** To the bit, whatever the numbers are. */
function comesBack(batch: SampleBatch): void {
  const unpacked = unpackBatch(packBatch(batch));
  expect(unpacked && bitsOfBatch(unpacked)).toEqual(bitsOfBatch(batch));
}

describe('a packed batch', () => {
  test('gives back samples of all kinds to the bit', () => {
    fc.assert(
      fc.property(sampleRun, (samples) => comesBack(encodeBatch(samples))),
      { numRuns: 300 },
    );
  });

  test('gives back columns that nobody measured: any floats, doubles, infinities, zeroes and NaNs', () => {
    fc.assert(fc.property(strangeBatch, comesBack), { numRuns: 500 });
  });

  test('gives back what was measured, whatever the clock and however long it ran', () => {
    for (const make of [httpSamples, websocketSamples, chatSamples])
      for (const stepUs of [5, 20, 100, 1000])
        for (const [upMs, bootMs] of [
          [300, 0],
          [86_400_000, 2.6e9],
        ])
          for (const isRounded of [true, false]) {
            const options = { stepUs, upMs, bootMs, isRounded };
            comesBack(encodeBatch(make(make === chatSamples ? 60 : 700, options)));
          }
    comesBack(encodeBatch(httpSamples(3000, { arrivals: 'poisson', firstSeq: 70_000 })));
  });

  test('gives back a stretch that a restart and a step of the wall clock divide', () => {
    const batch = encodeBatch([
      ...httpSamples(500),
      ...httpSamples(500, { firstSeq: 500, upMs: 7, seed: 2 }).map((sample) => ({
        ...sample,
        dueEpochMs: (sample.dueEpochMs + 3_600_000) as typeof sample.dueEpochMs,
      })),
    ]);
    comesBack(batch);
    expect(packBatch(batch).length / batch.count).toBeLessThan(20);
  });

  test('of rows cut out of a batch holds those alone', () => {
    const batch = encodeBatch(chatSamples(40));
    const cut = unpackBatch(packBatch(rowsOf(batch, 10, 30)));
    expect(cut && decodeBatch(cut)).toEqual(decodeBatch(batch).slice(10, 30));
  });

  test('can be read at any place of a larger buffer', () => {
    const packed = packBatch(encodeBatch(httpSamples(50)));
    const larger = new Uint8Array(packed.length + 7);
    larger.set(packed, 3);
    const read = unpackBatch(larger.subarray(3, packed.length + 3));
    expect(read && bitsOfBatch(read)).toEqual(bitsOfBatch(encodeBatch(httpSamples(50))));
  });

  test('is copied with all that is in it', () => {
    const batch = encodeBatch(websocketSamples(30));
    const unpacked = unpackBatch(packBatch(batch));
    if (unpacked === undefined) throw new Error('refused');
    expect(bitsOfBatch(structuredClone({ ...unpacked }))).toEqual(bitsOfBatch(batch));
  });
});

describe("a column of a batch, put into an array of the caller's", () => {
  test('is the column to the bit, whatever was in the array, and nothing beside it is touched', () => {
    fc.assert(
      fc.property(strangeBatch, fc.boolean(), (batch, isRead) => {
        const unpacked = unpackBatch(packBatch(batch));
        if (unpacked === undefined) throw new Error('refused');
        if (isRead) bitsOfBatch(unpacked);
        expect(bitsOfBatch(intoLarger(unpacked))).toEqual(bitsOfBatch({ ...batch, icl: undefined }));
        expect(bitsOfBatch(intoLarger(batch))).toEqual(bitsOfBatch({ ...batch, icl: undefined }));
      }),
      { numRuns: 200 },
    );
  });

  test('is refused an array of another length', () => {
    const unpacked = unpackBatch(packBatch(encodeBatch(httpSamples(20))));
    if (unpacked === undefined) throw new Error('refused');
    expect(() => unpackInto(unpacked, 'rttMs', new Float32Array(19))).toThrow('A column of 20 rows');
    expect(() => unpackInto(unpacked, 'outcome', new Uint8Array(21))).toThrow('A column of 20 rows');
  });
});

test('columns that were taken stay as they were while other batches are read', () => {
  const batches = Array.from({ length: 12 }, (_, seed) => encodeBatch(httpSamples(200, { seed })));
  const unpacked = batches.map((batch) => unpackBatch(packBatch(batch)));
  // Columns that others are made of come first by themselves, then as parts of those.
  const taken = unpacked.map((batch, i) =>
    i % 2 === 0 ? [batch?.numbers.serverMs, batch?.dueMonoMs] : [batch?.numbers.rttMs, batch?.lateMs],
  );
  for (const batch of unpacked) void batch?.numbers.rttMs;
  const wanted = batches.map(({ numbers, dueMonoMs, lateMs }, i) =>
    i % 2 === 0 ? [numbers.serverMs, dueMonoMs] : [numbers.rttMs, lateMs],
  );
  expect(taken).toEqual(wanted);
});

describe('bytes that are no packed batch', () => {
  test('are refused or read within their bounds, however they came about', () => {
    const seeds = [httpSamples(300), websocketSamples(300), chatSamples(20)].map((samples) =>
      packBatch(encodeBatch(samples)),
    );
    const chance = chanceOf(9);
    let refused = 0;
    for (let k = 0; k < 6000; k += 1) {
      const seed = seeds[k % seeds.length] ?? new Uint8Array();
      const mutant = Uint8Array.from(mutate(seed, chance, seeds));
      const read = unpackBatch(mutant.subarray(0, mutant.length - (mutant.length % 4)));
      if (read === undefined) refused += 1;
      else expect(wholeColumns(read)).toBe(true);
    }
    expect(refused).toBeGreaterThan(2000);
    expect(refused).toBeLessThan(6000);
  });

  test('are not taken at their word for how much they hold', () => {
    const words = new Uint32Array(packBatch(encodeBatch(httpSamples(10))).buffer);
    words[1] = 0xffff_ffff;
    expect(unpackBatch(new Uint8Array(words.buffer))).toBeUndefined();
    words[1] = 1 << 20;
    expect(unpackBatch(new Uint8Array(words.buffer))).toBeUndefined();
    expect(unpackBatch(new Uint8Array())).toBeUndefined();
    words[0] = 2;
    words[1] = 10;
    expect(unpackBatch(new Uint8Array(words.buffer))).toBeUndefined();
  });
});

/** All columns but the lists, each in the middle of a larger array that held other numbers. */
function intoLarger(batch: SampleBatch): SampleBatch {
  const { count, firstSeq, words } = batch;
  const doubles = (name: 'dueEpochMs' | 'dueMonoMs') =>
    within(new Float64Array(count + 4), (into) => unpackInto(batch, name, into));
  const floats = (name: 'lateMs' | NumericKey) =>
    within(new Float32Array(count + 4), (into) => unpackInto(batch, name, into));
  const bytes = (name: 'outcome' | (typeof SMALL)[number]) =>
    within(new Uint8Array(count + 4), (into) => unpackInto(batch, name, into));
  return {
    ...{ count, firstSeq, words },
    dueEpochMs: doubles('dueEpochMs') ?? new Float64Array(),
    dueMonoMs: doubles('dueMonoMs') ?? new Float64Array(),
    lateMs: floats('lateMs') ?? new Float32Array(),
    outcome: bytes('outcome') ?? new Uint8Array(),
    ...Object.fromEntries(SMALL.map((name) => [name, bytes(name)])),
    numbers: Object.fromEntries(NUMERIC_COLUMNS.map(({ key }) => [key, floats(key)])),
  };
}

/** Undefined where there is no such column. */
function within<T extends Float64Array<ArrayBuffer> | Float32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>>(
  larger: T,
  fill: (into: T) => boolean,
): T | undefined {
  larger.fill(77);
  const isThere = fill(larger.subarray(2, larger.length - 2) as T);
  expect([...larger.subarray(0, 2), ...larger.subarray(larger.length - 2)]).toEqual([77, 77, 77, 77]);
  return isThere ? (larger.slice(2, larger.length - 2) as T) : undefined;
}

/** Every column can be read, and has a value for each row. */
function wholeColumns(batch: SampleBatch): boolean {
  const { count, dueEpochMs, dueMonoMs, lateMs, outcome, numbers, icl } = batch;
  const columns = [dueEpochMs, dueMonoMs, lateMs, outcome, ...NUMERIC_COLUMNS.map(({ key }) => numbers[key])];
  const isOfLists = icl === undefined || icl.values.length === icl.offsets[count];
  return isOfLists && columns.every((column) => column === undefined || column.length === count);
}

describe('a sample takes', () => {
  const bytesEach =
    (make: (count: number, options: ModelOptions) => ReturnType<typeof httpSamples>) =>
    (options: ModelOptions, count = 2048) =>
      packBatch(encodeBatch(make(count, { upMs: 4e7, firstSeq: 40_960, ...options }))).length / count;

  test('14 bytes of http at most with all phases at the finest clock, 12 at a coarse one', () => {
    const http = bytesEach(httpSamples);
    expect(http({})).toBeLessThan(14);
    expect(http({ stepUs: 20 })).toBeLessThan(12.5);
    expect(http({ stepUs: 100 })).toBeLessThan(12);
    expect(http({ arrivals: 'poisson' })).toBeLessThan(15);
    expect(http({ jitter: 0 })).toBeLessThan(12);
    expect(http({ bootMs: 0 })).toBeLessThan(13);
    expect(http({ bootMs: 1e9 + 0.345 })).toBeLessThan(18);
    expect(http({ isRounded: false })).toBeLessThan(16);
    expect(http({ isRounded: false, upMs: 200 })).toBeLessThan(17);
  });

  test('14 bytes of an echo with one-way delays', () => {
    const websocket = bytesEach(websocketSamples);
    expect(websocket({ intervalMs: 200 })).toBeLessThan(14);
    expect(websocket({ intervalMs: 200, stepUs: 100 })).toBeLessThan(13);
  });

  test('two bytes a token of an answer', () => {
    const chat = bytesEach(chatSamples);
    expect(chat({}, 256)).toBeLessThan(140);
    expect(chat({ stepUs: 100 }, 256)).toBeLessThan(110);
  });
});
