import fc from 'fast-check';
import { NUMERIC_COLUMNS } from '../../../src/core/columns.ts';
import type { SampleBatch } from '../../../src/core/sample-batch.ts';

export const SMALL = [
  'error',
  'timingSource',
  'newConnection',
  'preflight',
  'reordered',
  'protocol',
  'finishReason',
  'serverSource',
] as const;

/** All that a batch holds, numbers as their bits, so that 0 and -0 and two NaNs are told apart. */
export function bitsOfBatch(batch: SampleBatch): Record<string, unknown> {
  const { count, firstSeq, words, dueEpochMs, dueMonoMs, lateMs, outcome, numbers, icl } = batch;
  const columns: [string, ArrayBufferView | undefined][] = [
    ['dueEpochMs', dueEpochMs],
    ['dueMonoMs', dueMonoMs],
    ['lateMs', lateMs],
    ['outcome', outcome],
    ...SMALL.map((name): [string, ArrayBufferView | undefined] => [name, batch[name]]),
    ...NUMERIC_COLUMNS.map(({ key }): [string, ArrayBufferView | undefined] => [key, numbers[key]]),
    ['offsets', icl?.offsets],
    ['icl', icl?.values],
  ];
  const bits = columns.flatMap(([name, column]) =>
    column === undefined ? [] : [[name, hexOf(column)] as const],
  );
  return { count, firstSeq, words, ...Object.fromEntries(bits) };
}

function hexOf({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('hex');
}

const EDGES = [0, -0, 1, -1, 0.1, 0.005, 1e-45, 3.4e38, 2 ** 24 + 2, 2 ** 31, -(2 ** 31), 2 ** 53, 1e300];
const ODD = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

/** Numbers as they may come: smooth, of few values, missing here and there, or bits without a sense. */
const doubles = (count: number, wild: fc.Arbitrary<number>): fc.Arbitrary<number[]> => {
  const of = (value: fc.Arbitrary<number>) => fc.array(value, { minLength: count, maxLength: count });
  const usual = fc.tuple(fc.integer({ min: -5, max: 5e6 }), fc.constantFrom(1, 10, 200, 1000, 4096));
  return fc.oneof(
    of(wild),
    of(fc.constantFrom(...EDGES, ...ODD)),
    fc.constantFrom(...EDGES, ...ODD).map((value) => new Array<number>(count).fill(value)),
    of(fc.oneof({ weight: 9, arbitrary: usual.map(([n, per]) => n / per) }, { weight: 1, arbitrary: wild })),
    of(fc.oneof({ weight: 9, arbitrary: fc.constant(Number.NaN) }, { weight: 1, arbitrary: wild })),
    usual.map(([n, per]) => Array.from({ length: count }, (_, i) => (n + i * 37) / per)),
  );
};

/** Batches that no probe would make, as long as blocks and some rows more or less. */
export const strangeBatch: fc.Arbitrary<SampleBatch> = fc
  .oneof(fc.integer({ min: 0, max: 9 }), fc.constantFrom(127, 128, 129, 300))
  .chain((count) => {
    const floats = doubles(count, fc.float()).map((values) => Float32Array.from(values));
    const times = doubles(count, fc.double()).map((values) => Float64Array.from(values));
    const bytes = fc
      .uint8Array({ minLength: count, maxLength: count })
      .map((values) => Uint8Array.from(values));
    const lists = fc
      .array(fc.array(fc.oneof(fc.float(), fc.constantFrom(0, 0.005, 12.345)), { maxLength: 6 }), {
        minLength: count,
        maxLength: count,
      })
      .map((rows) => {
        const offsets = new Uint32Array(count + 1);
        rows.forEach((row, i) => {
          offsets[i + 1] = (offsets[i] ?? 0) + row.length;
        });
        return { offsets, values: Float32Array.from(rows.flat()) };
      });
    const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
    return fc.record({
      count: fc.constant(count),
      firstSeq: fc.oneof(fc.nat(), fc.constant(2 ** 40)),
      words: fc.array(fc.string({ unit: 'binary', maxLength: 9 }), { maxLength: 4 }),
      dueEpochMs: times,
      dueMonoMs: times,
      lateMs: floats,
      outcome: bytes,
      error: maybe(bytes),
      protocol: maybe(bytes),
      serverSource: maybe(bytes),
      icl: maybe(lists),
      numbers: fc.record({
        serviceMs: maybe(floats),
        responseMs: maybe(floats),
        ttfbMs: maybe(floats),
        downloadMs: maybe(floats),
        rttMs: maybe(floats),
        queueMs: maybe(floats),
        serverMs: maybe(floats),
        ttftMs: maybe(floats),
        ttfoMs: maybe(floats),
        e2eMs: maybe(floats),
        networkTtftMs: maybe(floats),
        tokensOut: maybe(floats),
      }),
    });
  });
