import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeBatch } from '../../../src/core/batch-codec.ts';
import type { SampleBatch } from '../../../src/core/sample-batch.ts';
import { TimeBlocks } from '../../../src/core/stats/time-blocks.ts';
import { sampleRun } from '../../report/samples.ts';

const BLOCK_MS = 1000;

/** The rows at which blocks begin, counted over all batches, and how many were lost in each block. */
const timeBlocks = (batches: readonly SampleBatch[]) => {
  const blocks = new TimeBlocks(BLOCK_MS);
  let row = 0;
  const cuts = batches.flatMap((batch) => {
    blocks.read(batch);
    const from = row;
    row += batch.count;
    return blocks.cuts.map((cut) => from + cut);
  });
  expect(blocks.count).toBe(cuts.length);
  return { cuts, lost: blocks.lost };
};

test('each row lies in the block of its due time, with those that were lost', () => {
  fc.assert(
    fc.property(sampleRun, fc.nat(59), (samples, cut) => {
      const batches = [samples.slice(0, cut), samples.slice(cut)]
        .filter((part) => part.length > 0)
        .map(encodeBatch);
      const { cuts, lost } = timeBlocks(batches);
      const names = [...new Set(samples.map(({ dueEpochMs }) => Math.floor(dueEpochMs / BLOCK_MS)))];
      const own = names.map((name) =>
        samples.filter(({ dueEpochMs }) => Math.floor(dueEpochMs / BLOCK_MS) === name),
      );
      expect(cuts).toEqual(own.map((_, i) => own.slice(0, i).flat().length));
      expect(lost).toEqual(
        own.map(
          (here) => here.filter(({ outcome }) => ['timeout', 'failed', 'skipped'].includes(outcome)).length,
        ),
      );
    }),
  );
});

test('a clock that was set back, and one that jumps by years, make no empty blocks', () => {
  const due = [0, 500, 1000, 400, 5e12, 5e12 + 100];
  const batch = {
    count: due.length,
    firstSeq: 0,
    dueEpochMs: Float64Array.from(due),
    dueMonoMs: Float64Array.from(due),
    lateMs: new Float32Array(due.length),
    outcome: new Uint8Array(due.length).fill(1),
    words: [],
    numbers: {},
  };
  expect(timeBlocks([batch]).cuts).toEqual([0, 2, 3, 4]);
  expect(timeBlocks([])).toEqual({ cuts: [], lost: [] });
});
