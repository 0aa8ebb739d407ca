import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeBatch } from '../../../src/core/batch-codec.ts';
import { blockValues, countInBlocks } from '../../../src/core/stats/block-counts.ts';
import { timeBlocks } from '../../../src/core/stats/time-blocks.ts';
import { sampleRun } from '../../report/samples.ts';

const BLOCK_MS = 1000;

test('each answered sample is counted once, in the block of its due time', () => {
  fc.assert(
    fc.property(sampleRun, fc.nat(59), (samples, cut) => {
      const batches = [samples.slice(0, cut), samples.slice(cut)]
        .filter((part) => part.length > 0)
        .map(encodeBatch);
      const blocks = timeBlocks(batches, BLOCK_MS);
      // Some are values, some lie beside them by little, so that both share the upper half of their bits.
      const rtts = samples.flatMap((s) =>
        'rttMs' in s && s.rttMs !== undefined ? [Math.fround(s.rttMs)] : [],
      );
      const near = rtts.slice(0, 6).flatMap((value) => [value, value * (1 + 2 ** -20)]);
      const thresholds = [...new Set([-1, 0, 100, 300_000, Number.MAX_VALUE, ...near])].sort((a, b) => a - b);
      const gathered = blockValues(batches, (batch) => batch.numbers.rttMs, blocks);
      const found = countInBlocks(gathered, thresholds);
      const names = [...new Set(samples.map(({ dueEpochMs }) => Math.floor(dueEpochMs / BLOCK_MS)))];
      names.forEach((name, block) => {
        const here = samples.filter(({ dueEpochMs }) => Math.floor(dueEpochMs / BLOCK_MS) === name);
        const answered = here.flatMap((s) =>
          (s.outcome === 'ok' || s.outcome === 'late') && s.rttMs !== undefined ? [Math.fround(s.rttMs)] : [],
        );
        const lost = here.filter(({ outcome }) => ['timeout', 'failed', 'skipped'].includes(outcome));
        expect(blocks.lost[block]).toBe(lost.length);
        expect(found.totals[block]).toBe(answered.length);
        thresholds.forEach((limit, k) => {
          expect(found.atOrBelow[k]?.[block]).toBe(answered.filter((value) => value <= limit).length);
        });
      });
      expect(blocks.ends).toHaveLength(names.length);
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
  expect([...timeBlocks([batch], BLOCK_MS).ends]).toEqual([2, 3, 4, 6]);
  expect([...timeBlocks([], BLOCK_MS).ends]).toEqual([]);
});

test('values of either sign and infinity are counted as numbers compare', () => {
  const floats = fc.array(fc.float({ noNaN: true }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(floats, floats, (list, limits) => {
      const values = Float32Array.from(list);
      const thresholds = [...new Set(limits)].sort((a, b) => a - b);
      const { totals, atOrBelow } = countInBlocks({ values, ends: Uint32Array.of(list.length) }, thresholds);
      expect([...totals]).toEqual([list.length]);
      expect(atOrBelow.map(([n]) => n)).toEqual(
        thresholds.map((limit) => values.filter((value) => value <= limit).length),
      );
    }),
  );
});
