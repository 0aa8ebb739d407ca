import { BlockDistribution } from '../../../src/core/stats/block-distribution.ts';
import { ValueCounts, wordsOf } from '../../../src/core/stats/value-counts.ts';

const OK = 1;

/** The distribution of answered values that lie in blocks of so many; `open` as for `BlockDistribution`. */
export function distributionOf(
  values: Float32Array<ArrayBuffer>,
  sizes: readonly number[] = [values.length],
  { open = [], isWhole = false }: { open?: [number, number][]; isWhole?: boolean } = {},
): { found: BlockDistribution; readings: () => number } {
  const outcome = new Uint8Array(values.length).fill(OK);
  const counts = new ValueCounts(values.length);
  counts.add(values, outcome);
  let readings = 0;
  const read = (own: BlockDistribution) => {
    readings += 1;
    own.begin();
    let at = 0;
    for (const size of sizes) {
      own.take(wordsOf(values), outcome, at, at + size);
      own.endBlock();
      at += size;
    }
  };
  const found = new BlockDistribution(counts, { blocks: sizes.length, isWhole, again: read });
  found.open(open);
  read(found);
  return { found, readings: () => readings };
}
