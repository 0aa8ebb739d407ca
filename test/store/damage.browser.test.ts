import { afterEach, beforeEach, expect, it } from 'vitest';
import { encodeBatch } from '../../src/core/batch-codec.ts';
import { decodeBatch } from '../../src/core/batch-reader.ts';
import { type DamagedSpan, damageEvent } from '../../src/core/damage.ts';
import { packBatch } from '../../src/core/pack/pack-batch.ts';
import type { SampleBatch } from '../../src/core/sample-batch.ts';
import { streamBatches } from '../../src/store/batch-stream.ts';
import type { ChunkRecord } from '../../src/store/database.ts';
import { CHUNK_SAMPLES } from '../../src/store/hot-lane.ts';
import { readBatches } from '../../src/store/sample-reader.ts';
import { late, ok, openBench, type StoreBench } from './store-bench.ts';

let bench: StoreBench;
beforeEach(async () => {
  bench = await openBench();
  const writer = await bench.writer();
  for (let seq = 0; seq < 3 * CHUNK_SAMPLES + 10; seq += 1) writer.add(0, ok(seq));
  await writer.flush();
});
afterEach(() => bench.close());

/** Changes what is stored of the chunk that begins at `firstSeq`, behind the app's back. */
async function spoil(firstSeq: number, change: (chunk: ChunkRecord) => unknown): Promise<void> {
  await bench.connection.use(async (store) => {
    const chunk = await store.get('chunks', [bench.id, 0, firstSeq]);
    if (chunk === undefined) throw new Error('there is no such chunk');
    const put = change(chunk);
    if (put === undefined) await store.delete('chunks', [bench.id, 0, firstSeq]);
    else await store.put('chunks', put as ChunkRecord);
  });
}

function flipBit(chunk: ChunkRecord): ChunkRecord {
  const { packed } = chunk;
  packed[777] = (packed[777] ?? 0) ^ 4;
  return chunk;
}

async function read() {
  const damaged: DamagedSpan[] = [];
  const batches = await bench.connection.use((store) =>
    readBatches(store, bench.id, 0, (span) => damaged.push(span)),
  );
  return { samples: batches.flatMap(decodeBatch), damaged };
}

const kinds: [string, DamagedSpan['reason'], (chunk: ChunkRecord) => unknown][] = [
  ['one flipped bit', 'checksum', flipBit],
  [
    'a chunk in the place of another',
    'checksum',
    (chunk) => ({ ...chunk, packed: packBatch(encodeBatch([ok(0)])) }),
  ],
  ['a chunk that is cut off', 'checksum', (chunk) => ({ ...chunk, packed: chunk.packed.slice(0, 800) })],
  ['columns that are not packed', 'form', (chunk) => ({ ...chunk, packed: new Float64Array(9) })],
  [
    'a value that is none',
    'form',
    ({ campaignId, probeIndex, firstSeq }) => ({ campaignId, probeIndex, firstSeq }),
  ],
  ['a chunk that is gone', 'missing', () => undefined],
];

it.each(kinds)('names a damaged span and reads all around it: %s', async (_, reason, change) => {
  await spoil(CHUNK_SAMPLES, change);
  const { samples, damaged } = await read();
  const lastSeq = 2 * CHUNK_SAMPLES - 1;
  const [firstDueEpochMs, lastDueEpochMs] = [ok(CHUNK_SAMPLES).dueEpochMs, ok(lastSeq).dueEpochMs];
  expect(damaged).toEqual([
    { probeIndex: 0, firstSeq: CHUNK_SAMPLES, lastSeq, firstDueEpochMs, lastDueEpochMs, reason },
  ]);
  expect(samples.map(({ seq }) => seq)).toEqual(
    Array.from({ length: 3 * CHUNK_SAMPLES + 10 }, (_, seq) => seq),
  );
  for (const sample of samples) {
    const isLost = sample.seq >= CHUNK_SAMPLES && sample.seq <= lastSeq;
    if (isLost) expect(sample.outcome).toBe('unmeasured');
    else if (sample.seq % 100 === 0) expect(sample).toEqual(ok(sample.seq));
    expect(sample.dueEpochMs).toBeCloseTo(ok(sample.seq).dueEpochMs, 3);
  }
});

it('names samples whose seal is gone, since nothing proves them', async () => {
  for (const firstSeq of [0, 2 * CHUNK_SAMPLES]) {
    await bench.connection.use((store) => store.delete('seals', [bench.id, 0, firstSeq]));
  }
  const { samples, damaged } = await read();
  const spans = [0, 2 * CHUNK_SAMPLES].map((firstSeq) => ({
    firstSeq,
    lastSeq: firstSeq + CHUNK_SAMPLES - 1,
    reason: 'unsealed',
  }));
  expect(damaged).toMatchObject(spans);
  expect(samples.map(({ seq }) => seq)).toEqual(
    Array.from({ length: 3 * CHUNK_SAMPLES + 10 }, (_, seq) => seq),
  );
});

it('does not seal a damaged chunk again for a late echo', async () => {
  await spoil(CHUNK_SAMPLES, flipBit);
  const writer = await bench.writer();
  writer.add(0, late(CHUNK_SAMPLES + 5));
  await writer.flush();
  expect((await read()).damaged).toMatchObject([{ firstSeq: CHUNK_SAMPLES, reason: 'checksum' }]);
});

it.each([1, 2, 64])('streams the same as is read at once, %i chunks at a time', async (chunksAtOnce) => {
  await spoil(CHUNK_SAMPLES, flipBit);
  const { samples, damaged } = await read();
  const streamed: DamagedSpan[] = [];
  const batches: SampleBatch[] = [];
  const onDamage = (span: DamagedSpan) => void streamed.push(span);
  for await (const some of streamBatches(bench.connection, bench.id, 0, { chunksAtOnce, onDamage }))
    batches.push(...some);
  expect(batches.flatMap(decodeBatch)).toEqual(samples);
  expect(streamed).toEqual(damaged);
});

it('gives the report the span as unmeasured time, with a sentence', async () => {
  await spoil(0, () => undefined);
  const [span] = (await read()).damaged;
  if (span === undefined) throw new Error('nothing is damaged');
  expect(damageEvent(span, 'echo')).toMatchObject({
    kind: 'gap',
    cause: 'lost',
    durationMs: (CHUNK_SAMPLES - 1) * 100,
    detail:
      'The stored samples 0 to 2047 of echo are damaged: that part of the database is gone. They count as unmeasured; all others were read.',
  });
});

it('goes on after the last chunk though that is damaged', async () => {
  await spoil(2 * CHUNK_SAMPLES, () => undefined);
  expect((await bench.progress())[0]).toMatchObject({ sealedTo: 3 * CHUNK_SAMPLES, holes: [] });
});

it('proves at the start that no sample is missing and none there twice', async () => {
  expect(await bench.door.inspect()).toEqual([]);
  await spoil(CHUNK_SAMPLES, () => undefined);
  expect(await bench.door.inspect()).toEqual([
    expect.stringContaining(`"store" are damaged: a at sample ${CHUNK_SAMPLES}.`),
  ]);
  const record = { campaignId: bench.id, probeIndex: 1, samples: [ok(4)] };
  await bench.connection.use(async (store) => {
    await store.put('hot', { ...record, record: 0 });
    await store.put('hot', { ...record, record: 1 });
  });
  expect(await bench.door.inspect()).toEqual([expect.stringContaining('b at sample 4')]);
  expect((await bench.read(1)).map(({ seq }) => seq)).toEqual([4]);
});
