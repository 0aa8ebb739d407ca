import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkBatch } from '../../src/core/batch-check.ts';
import { encodeBatch } from '../../src/core/batch-codec.ts';
import { decodeBatch, sampleAt } from '../../src/core/batch-reader.ts';
import type { Sample } from '../../src/core/sample.ts';
import { epochMillis, millis } from '../../src/core/units.ts';
import { compact, sampleRun, T0 } from './samples.ts';

const skipped = (seq: number): Sample => ({
  seq,
  dueEpochMs: epochMillis(T0 + seq),
  dueMonoMs: millis(seq),
  outcome: 'skipped',
});

describe('a batch', () => {
  test('gives back the samples that went in, in any order, also after a trip to the disk', () => {
    fc.assert(
      fc.property(sampleRun, (samples) => {
        const batch = checkBatch(structuredClone(encodeBatch(samples.toReversed())));
        if (batch === undefined) throw new Error('refused');
        expect(decodeBatch(batch).map(compact)).toEqual(samples.map(compact));
        expect(batch.firstSeq).toBe(samples[0]?.seq);
      }),
      { numRuns: 200 },
    );
  });

  test('has no column that nobody measured', () => {
    const batch = encodeBatch([skipped(3), skipped(4)]);
    expect(batch.numbers).toEqual({});
    expect(Object.keys(batch)).not.toContain('protocol');
    expect([...batch.lateMs]).toEqual([Number.NaN, Number.NaN]);
  });

  test('refuses a hole and a repeat by number', () => {
    expect(() => encodeBatch([skipped(3), skipped(5)])).toThrow(/Sample 4 is missing/);
    expect(() => encodeBatch([skipped(3), skipped(4), skipped(4)])).toThrow(/Sample 4 is there twice/);
    expect(() => sampleAt(encodeBatch([skipped(3)]), 1)).toThrow(RangeError);
  });

  test('keeps its first 254 words when a server makes up a new one for every answer', () => {
    const samples = Array.from(
      { length: 400 },
      (_, i): Sample => ({ ...skipped(i), outcome: 'timeout', lateMs: millis(0), finishReason: `r${i}` }),
    );
    const read = checkBatch(encodeBatch(samples));
    const reasons =
      read === undefined ? [] : decodeBatch(read).map((s) => ('finishReason' in s ? s.finishReason : ''));
    expect(reasons[253]).toBe('r253');
    expect(new Set(reasons.slice(254))).toEqual(new Set(['other']));
  });

  test('from a disk that was damaged is refused', () => {
    const good = encodeBatch([{ ...skipped(0), outcome: 'timeout', lateMs: millis(1) }, skipped(1)]);
    expect(checkBatch(good)).toEqual(good);
    const bad: Record<string, unknown>[] = [
      { count: 3 },
      { count: -1 },
      { firstSeq: 0.5 },
      { dueEpochMs: new Float64Array([1, Number.NaN]) },
      { dueMonoMs: [1, 2] },
      { outcome: Uint8Array.of(0, 1) },
      { outcome: Uint8Array.of(3, 99) },
      { outcome: Uint8Array.of(1, 5) },
      { protocol: Uint8Array.of(1, 0) },
      { words: [1] },
      { icl: { offsets: Uint32Array.of(0, 1), values: new Float32Array(1) } },
      { icl: { offsets: Uint32Array.of(0, 2, 1), values: new Float32Array(1) } },
      { icl: { offsets: Uint32Array.of(0, 1, 2), values: new Float32Array(1) } },
      { numbers: { rttMs: new Float32Array(1) } },
      { numbers: undefined },
    ];
    for (const change of bad)
      expect(checkBatch({ ...good, ...change }), JSON.stringify(change)).toBeUndefined();
    for (const value of [undefined, null, 7, 'x', []]) expect(checkBatch(value)).toBeUndefined();
  });
});
