import type { Campaign, CampaignEvent } from '../../core/campaign.ts';
import { type DamagedSpan, damageEvent } from '../../core/damage.ts';
import { withoutDrift } from '../../core/link/one-way.ts';
import type { ProbeSpec } from '../../core/plan.ts';
import type { SampleBatch } from '../../core/sample-batch.ts';
import { filterBatches } from '../../report/filter/cut.ts';
import type { TimeFilter } from '../../report/filter/time-filter.ts';
import { countSamples, streamBatches } from '../../store/batch-stream.ts';
import type { Connection } from '../../store/connection.ts';

/** A campaign whose samples are read for an export. */
export interface Samples {
  campaign: Campaign;
  /** Of the probe with this index, in the order of `seq`, some batches at a time; as stored. */
  stored(index: number, chunksAtOnce?: number): AsyncGenerator<SampleBatch[]>;
  /** Likewise, one-way delays as variation: as stored, they hold the drift of the clocks. */
  exported(index: number, chunksAtOnce?: number): AsyncGenerator<SampleBatch[]>;
  /** Samples are read that do not go to the file themselves. */
  onRead(): void;
}

/** `onProgress` gets the share of the samples that was read, of so many readings of all of them. With a filter: those due within it. */
export async function samplesOf(
  connection: Connection,
  campaign: Campaign,
  onProgress: (share: number) => void,
  { readings = 1, filter }: { readings?: number | undefined; filter?: TimeFilter | undefined } = {},
): Promise<Samples> {
  const { id, plan } = campaign;
  const counts: number[] = [];
  for (const index of plan.probes.keys()) counts.push(await countSamples(connection, id, index));
  const total = Math.max(1, counts.reduce((sum, count) => sum + count, 0) * readings);
  let read = 0;
  const tell = () => onProgress(Math.min(0.99, read / total));
  async function* stored(index: number, chunksAtOnce?: number) {
    for await (const batches of streamBatches(connection, id, index, { chunksAtOnce })) {
      yield [...filterBatches(batches, filter)];
      for (const { count } of batches) read += count;
      tell();
    }
  }
  return {
    campaign,
    onRead: tell,
    stored,
    async *exported(index, chunksAtOnce) {
      const spec = plan.probes[index];
      if (spec === undefined || !isOneWay(spec)) {
        yield* stored(index, chunksAtOnce);
        return;
      }
      const variation = await variationOf(streamBatches(connection, id, index), tell);
      for await (const batches of stored(index, chunksAtOnce)) yield batches.map(variation);
    },
  };
}

/**
 * What the events say of samples that are damaged in the store: their due times are `unmeasured` in
 * every export. Reads all samples, which takes a small part of what writing them does; `onRead` is told
 * as it gets on.
 */
export async function damageOf(
  connection: Connection,
  { id, plan }: Campaign,
  onRead: () => void,
): Promise<CampaignEvent[]> {
  const events: CampaignEvent[] = [];
  for (const [index, { name }] of plan.probes.entries()) {
    const onDamage = (span: DamagedSpan) => void events.push(damageEvent(span, name));
    for await (const _ of streamBatches(connection, id, index, { onDamage })) onRead();
  }
  return events;
}

/** Only a server that adds its times lets a one-way delay be read. */
function isOneWay(spec: ProbeSpec): boolean {
  return spec.kind === 'websocket' && spec.subprotocol !== undefined;
}

/**
 * Puts one-way delay variation in the place of the stored readings. Looked up by
 * `seq`: a campaign that is running grows and is sealed between two readings.
 */
async function variationOf(
  pieces: AsyncIterable<SampleBatch[]>,
  onRead: () => void,
): Promise<(batch: SampleBatch) => SampleBatch> {
  const slim: SampleBatch[] = [];
  for await (const batches of pieces) {
    slim.push(...batches.filter(isTimed).map(slimOf));
    onRead();
  }
  const last = slim.at(-1);
  const up = new Float32Array(last === undefined ? 0 : last.firstSeq + last.count).fill(Number.NaN);
  const down = up.slice();
  for (const { firstSeq, numbers } of withoutDrift(slim)) {
    if (numbers.owdUpMs !== undefined) up.set(numbers.owdUpMs, firstSeq);
    if (numbers.owdDownMs !== undefined) down.set(numbers.owdDownMs, firstSeq);
  }
  return (batch) => {
    if (!isTimed(batch)) return batch;
    const of = (all: Float32Array<ArrayBuffer>) => {
      const column = new Float32Array(batch.count).fill(Number.NaN);
      column.set(all.subarray(batch.firstSeq, batch.firstSeq + batch.count));
      return column;
    };
    return { ...batch, numbers: { ...batch.numbers, owdUpMs: of(up), owdDownMs: of(down) } };
  };
}

function isTimed({ numbers: { owdUpMs, owdDownMs } }: SampleBatch): boolean {
  return owdUpMs !== undefined || owdDownMs !== undefined;
}

/** What the drift of the clocks is found by: it has to be seen over all samples of a probe. */
function slimOf(batch: SampleBatch): SampleBatch {
  const { count, firstSeq, dueEpochMs, dueMonoMs, lateMs, outcome } = batch;
  const { owdUpMs, owdDownMs, rttMs } = batch.numbers;
  return {
    count,
    firstSeq,
    dueEpochMs,
    dueMonoMs,
    lateMs,
    outcome,
    words: [],
    numbers: { owdUpMs, owdDownMs, rttMs },
  };
}
