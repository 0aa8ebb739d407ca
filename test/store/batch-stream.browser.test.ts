import { afterEach, beforeEach, expect, it } from 'vitest';
import { encodeBatch } from '../../src/core/batch-codec.ts';
import { decodeBatch } from '../../src/core/batch-reader.ts';
import type { SampleBatch } from '../../src/core/sample-batch.ts';
import { epochMillis } from '../../src/core/units.ts';
import { countSamples, streamBatches } from '../../src/store/batch-stream.ts';
import { type ImportedBatch, importStream } from '../../src/store/import-campaign.ts';
import { readBatches } from '../../src/store/sample-reader.ts';
import { ok, openBench, type StoreBench } from './store-bench.ts';

let bench: StoreBench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

async function streamed(id: string, probe: number, chunksAtOnce: number): Promise<SampleBatch[][]> {
  const pieces: SampleBatch[][] = [];
  for await (const piece of streamBatches(bench.connection, id, probe, { chunksAtOnce })) pieces.push(piece);
  return pieces;
}

it('reads some chunks at a time, and what is still hot with the last of them', async () => {
  const writer = await bench.writer();
  for (let seq = 0; seq < 3 * 2048 + 100; seq += 1) writer.add(0, ok(seq));
  await writer.flush();
  // In flight: 6244.
  writer.add(0, ok(6245));
  await writer.flush();
  for (const chunksAtOnce of [1, 2, 3, 64]) {
    const pieces = await streamed(bench.id, 0, chunksAtOnce);
    // The hot ones come with the last chunk.
    expect(pieces.length).toBe(Math.ceil(3 / chunksAtOnce));
    const seqs = pieces
      .flat()
      .flatMap(decodeBatch)
      .map(({ seq }) => seq);
    expect(seqs).toEqual([...Array.from({ length: 6244 }, (_, i) => i), 6245]);
  }
  expect(await streamed(bench.id, 1, 2)).toEqual([[]]);
  expect(await countSamples(bench.connection, bench.id, 0)).toBe(3 * 2048);
});

it('ends with a sentence, not as if it were over, where the campaign is deleted on the way', async () => {
  const writer = await bench.writer();
  for (let seq = 0; seq < 6 * 2048; seq += 1) writer.add(0, ok(seq));
  await writer.flush();
  const stream = streamBatches(bench.connection, bench.id, 0, { chunksAtOnce: 1 });
  await stream.next();
  await bench.door.deleteCampaign(bench.id);
  const rest = async () => {
    for await (const piece of stream) void piece;
  };
  await expect(rest()).rejects.toThrow('was deleted meanwhile');
  await expect(bench.read(0)).rejects.toThrow('was deleted meanwhile');
});

it('stores several probes, events and dish histories at once, and nothing of a file that breaks off', async () => {
  const stored = await bench.door.getCampaign(bench.id);
  if (stored === undefined) throw new Error('no campaign');
  const campaign = { ...stored, id: 'bundle', state: 'finished' as const };
  const events = [{ kind: 'note' as const, epochMs: epochMillis(5), detail: 'Moved.' }];
  const batch = encodeBatch([ok(0), ok(1)]);
  async function* items(broken: boolean): AsyncGenerator<ImportedBatch> {
    yield { probeIndex: 0, batch };
    yield { probeIndex: 1, batch };
    if (broken) throw new Error('Part 3 does not fit its checksum.');
  }
  const made = () => ({ campaign, events });
  await expect(importStream(bench.connection, 'bundle', items(true), made, () => {})).rejects.toThrow(
    'Part 3',
  );
  expect(await bench.door.getCampaign('bundle')).toBeUndefined();
  expect(await bench.connection.use((store) => store.count('chunks'))).toBe(0);

  await importStream(bench.connection, 'bundle', items(false), made, () => {});
  for (const probe of [0, 1])
    expect(await bench.connection.use((store) => readBatches(store, 'bundle', probe))).toEqual([batch]);
  expect(await bench.door.listEvents('bundle')).toEqual(events);
  await expect(importStream(bench.connection, 'bundle', items(false), made, () => {})).rejects.toThrow(
    'stored already',
  );
  expect(await bench.connection.use((store) => readBatches(store, 'bundle', 1))).toEqual([batch]);
});
