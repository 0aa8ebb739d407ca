import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeBatch } from '../../src/core/batch-codec.ts';
import { decodeBatch } from '../../src/core/batch-reader.ts';
import { withoutWarmUp } from '../../src/core/warm-up.ts';
import { planOf, sampleRun, specOf } from '../report/samples.ts';

test('leaves out the first requests of a chat probe, row by row, and of no other probe', () => {
  const chat = { kind: 'chat', name: 'c', protocol: 'openai', url: 'https://h/', intervalMs: 100 } as const;
  fc.assert(
    fc.property(sampleRun, fc.nat(80), (run, warmUp) => {
      const samples = run.map((sample, i) => ({ ...sample, seq: i }));
      const half = Math.ceil(samples.length / 2);
      const batches = [samples.slice(0, half), samples.slice(half)]
        .filter((s) => s.length > 0)
        .map(encodeBatch);
      const spec = specOf(planOf({ probes: [{ ...chat, warmUp }] }));
      const kept = withoutWarmUp(spec, batches).flatMap(decodeBatch);
      expect(kept).toEqual(batches.flatMap(decodeBatch).slice(warmUp));
      expect(withoutWarmUp(specOf(planOf()), batches)).toBe(batches);
    }),
  );
});
