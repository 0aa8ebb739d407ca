import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { Campaign } from '../../core/campaign.ts';
import type { ProbeSpec } from '../../core/plan.ts';
import type { SampleBatch } from '../../core/sample-batch.ts';
import { withoutComputed } from '../bundle/campaign-head.ts';
import { columnData } from './column-data.ts';
import { type ColumnType, PARQUET_COLUMNS, PARQUET_VERSION, parquetSchema } from './schema.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Whose bounds let a reader leave out row groups. */
const WITH_BOUNDS = new Set(['probe', 'seq', 'due_utc', 'due_epoch_ms', 'response_ms']);

/**
 * Writes the samples of a campaign as Parquet, a row group a call, and keeps
 * nothing of them. Floats are written as they are: they hardly pack, and a reader
 * gets at them faster.
 */
export class ParquetFile {
  readonly #campaign: Campaign;
  readonly #out = new ByteWriter(1 << 20);
  readonly #file: ParquetWriter;

  constructor(campaign: Campaign) {
    this.#campaign = campaign;
    this.#file = new ParquetWriter({
      writer: this.#out,
      schema: parquetSchema(),
      createdBy: 'Dishprobe',
      kvMetadata: [
        { key: 'dishprobe_samples', value: PARQUET_VERSION },
        { key: 'campaign', value: JSON.stringify(withoutComputed(campaign)) },
        { key: 'site', value: JSON.stringify(campaign.plan.site) },
      ],
    });
  }

  /** The samples of one probe as a row group. */
  group(spec: ProbeSpec, batches: readonly SampleBatch[]): Bytes {
    const count = batches.reduce((sum, batch) => sum + batch.count, 0);
    if (count === 0) return this.#take();
    const data = columnData({ campaign: this.#campaign, spec, batches, count });
    const written = this.#file.write({
      columnData: PARQUET_COLUMNS.map(([name, type], i) => ({
        name,
        data: data[i] ?? [],
        statistics: WITH_BOUNDS.has(name),
        ...ENCODINGS[type],
      })),
      rowGroupSize: count,
    });
    if (written !== undefined) throw new Error('The Parquet writer did not write at once.');
    return this.#take();
  }

  /** The end of the file, after the last group. */
  end(): Bytes {
    if (this.#file.finish() !== undefined) throw new Error('The Parquet writer did not finish at once.');
    return this.#take();
  }

  #take(): Bytes {
    const bytes = new Uint8Array(this.#out.getBytes());
    this.#out.index = 0;
    return bytes;
  }
}

const PLAIN = { encoding: 'PLAIN', codec: 'UNCOMPRESSED' } as const;
/** What has no entry gets a dictionary where that is smaller, and is packed. */
const ENCODINGS: Partial<Record<ColumnType, { encoding: 'PLAIN'; codec?: 'UNCOMPRESSED' }>> = {
  FLOAT: PLAIN,
  DOUBLE: PLAIN,
  TIMESTAMP: PLAIN,
  LIST: PLAIN,
  INT64: { encoding: 'PLAIN' },
};
