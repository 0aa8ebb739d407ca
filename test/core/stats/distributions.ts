import { BlockDistribution, type BlockRows } from '../../../src/core/stats/block-distribution.ts';
import type { BucketRange } from '../../../src/core/stats/regions.ts';

const OK = 1;

/** The distribution of answered values that lie in blocks of so many, in batches of a few hundred rows. */
export function distributionOf(
  values: Float32Array<ArrayBuffer>,
  sizes: readonly number[] = [values.length],
  { expected, isWhole = false }: { expected?: BucketRange[]; isWhole?: boolean } = {},
): { found: BlockDistribution; readings: () => number } {
  let readings = 0;
  const starts = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size) => sum + size, 0));
  const readAll = (read: (rows: BlockRows) => void) => {
    readings += 1;
    const size = 300;
    for (let from = 0; from === 0 || from < values.length; from += size) {
      const part = values.subarray(from, from + size);
      const isLast = from + size >= values.length;
      const cuts = starts.filter((start) => start >= from && (start < from + size || isLast));
      read({
        values: part,
        outcome: new Uint8Array(part.length).fill(OK),
        count: part.length,
        cuts: cuts.map((start) => start - from),
      });
    }
  };
  const wholeRows = isWhole ? values.length : undefined;
  const found = new BlockDistribution({ expected, wholeRows, again: readAll });
  readAll((rows) => found.read(rows));
  found.end();
  return { found, readings: () => readings };
}
