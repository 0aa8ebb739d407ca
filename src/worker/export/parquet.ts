import { ParquetFile } from '../../report/parquet/parquet-file.ts';
import type { Samples } from './samples-of.ts';

/** The samples as Parquet: a row group for each piece that is read. */
export async function* parquetPieces({
  campaign,
  exported,
}: Samples): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const file = new ParquetFile(campaign);
  for (const [index, spec] of campaign.plan.probes.entries()) {
    for await (const batches of exported(index)) yield file.group(spec, batches);
  }
  yield file.end();
}
