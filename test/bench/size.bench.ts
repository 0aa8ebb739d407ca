import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as v from 'valibot';
import type { BenchRow } from '../../src/commands/bench-row.ts';
import { ensureBuilt } from '../../src/commands/build.ts';
import { BUDGET, firstPaintFiles } from '../../src/commands/bundle-size.ts';

const manifestSchema = v.record(
  v.string(),
  v.object({ file: v.string(), imports: v.optional(v.array(v.string())) }),
);

/** What the app's JavaScript weighs on the wire. */
export async function bench(emit: (row: BenchRow) => void): Promise<void> {
  await ensureBuilt(process.cwd());
  const dist = join(process.cwd(), 'dist');
  const manifest = v.parse(
    manifestSchema,
    JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8')),
  );
  const weigh = (files: string[]): number =>
    files
      .filter((file) => /\.m?js$/.test(file))
      .reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file)), { level: 9 }).length, 0);
  const budget = { unit: 'bytes', peer: 'budget' };
  emit({
    metric: 'app JavaScript in all, gzipped',
    value: weigh(readdirSync(dist, { recursive: true, encoding: 'utf8' })),
    ...budget,
    peerValue: BUDGET.wholeBytes,
  });
  emit({
    metric: 'app JavaScript before the first paint, gzipped',
    value: weigh(firstPaintFiles(manifest)),
    ...budget,
    peerValue: BUDGET.firstPaintBytes,
  });
}
