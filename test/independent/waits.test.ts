import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeBatch } from '../../src/core/batch-codec.ts';
import { linkSeries } from '../../src/core/training/link-series.ts';
import { samplesCsvChunks, samplesCsvHeader } from '../../src/report/csv/samples-csv.ts';
import { join } from '../report/rfc4180.ts';
import { campaignOf, planOf, sampleRun, specOf } from '../report/samples.ts';
import { readCsv } from './csv.mjs';
import { waitsOf } from './waits.mjs';

it('what a worker waits comes out again from the samples CSV, whatever became of the requests', () => {
  const plan = planOf();
  const spec = specOf(plan);
  fc.assert(
    fc.property(sampleRun, (samples) => {
      const batches = [encodeBatch(samples)];
      const csv = join([samplesCsvHeader(), ...samplesCsvChunks(campaignOf(plan), spec, batches)]);
      const again = waitsOf(readCsv(new TextDecoder().decode(csv)), [], spec.timeoutMs);
      const found = linkSeries(spec, batches);
      const { lost, timedOut, cut, leftOut, refused } = again;
      expect(found).toMatchObject({ lost, timedOut, leftOut, refused, censored: timedOut + cut });
      expect(found.waitMs.length).toBe(again.waits.length);
      // The file has three decimals, and a batch 24 bits.
      found.waitMs.forEach((wait, i) => {
        expect(Math.abs(wait - (again.waits[i] ?? Number.NaN))).toBeLessThan(0.05 + 1e-6 * wait);
      });
      expect(found.leastMs ?? Number.POSITIVE_INFINITY).toBeCloseTo(again.least, 0);
    }),
    { numRuns: 300 },
  );
});
