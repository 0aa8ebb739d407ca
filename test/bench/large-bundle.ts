import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { encodeBatch } from '../../src/core/batch-codec.ts';
import type { SampleBatch } from '../../src/core/sample-batch.ts';
import { epochMillis } from '../../src/core/units.ts';
import { BundleWriter } from '../../src/report/bundle/bundle-writer.ts';
import { sliceBatch } from '../../src/report/bundle/slice-batch.ts';
import { campaignOf, planOf } from '../report/samples.ts';
import { httpSamples } from '../support/modelled-samples.ts';

/** When the modelled samples begin. */
const T0 = 1_790_000_000_000;
const STEP_MS = 200;
const DAY_MS = 86_400_000;
/** As a running campaign seals them. */
const CHUNK = 2048;
/** Samples that are modelled. */
const MODELLED = 1 << 16;

/** Writes the bundle of a campaign of this name, `Large`, to a file. */
export async function writeLargeBundle(file: string, samples: number): Promise<void> {
  await pipeline(largeBundle(samples), createWriteStream(file));
}

/** The bundle of a campaign with one http probe and so many samples, as a browser measures them; further ones begin days later. */
export function* largeBundle(samples: number, day = 0): Generator<Uint8Array> {
  const afterMs = day * DAY_MS;
  const t0 = T0 + afterMs;
  const plan = planOf({
    name: 'Large',
    durationS: Math.max(1, (samples * STEP_MS) / 1000),
    probes: [{ kind: 'http', name: 'ping', url: 'https://host.invalid/', intervalMs: STEP_MS }],
  });
  const endedEpochMs = epochMillis(t0 + samples * STEP_MS);
  const startedEpochMs = epochMillis(t0);
  const writer = new BundleWriter();
  yield writer.campaign(
    campaignOf(plan, {
      id: day === 0 ? 'large' : `large-${day}`,
      startedEpochMs,
      endedEpochMs,
      bytes: samples * 700,
    }),
  );
  const batchAt = batches(afterMs);
  for (let from = 0; from < samples; from += CHUNK)
    yield* writer.samples(0, sliceBatch(batchAt(from), 0, Math.min(CHUNK, samples - from)));
  yield writer.end().bytes;
}

/** Modelled batches again and again, later each time. */
function batches(afterMs: number): (firstSeq: number) => SampleBatch {
  const samples = httpSamples(MODELLED, { intervalMs: STEP_MS });
  const modelled = Array.from({ length: MODELLED / CHUNK }, (_, k) =>
    encodeBatch(samples.slice(k * CHUNK, (k + 1) * CHUNK)),
  );
  return (firstSeq) => {
    const round = Math.floor(firstSeq / MODELLED);
    const batch = modelled[(firstSeq % MODELLED) / CHUNK];
    if (batch === undefined) throw new Error(`No batch begins with sample ${firstSeq}.`);
    const laterMs = afterMs + round * MODELLED * STEP_MS;
    return {
      ...batch,
      firstSeq,
      dueEpochMs: batch.dueEpochMs.map((due) => due + laterMs),
      dueMonoMs: batch.dueMonoMs.map((due) => due + laterMs),
    };
  };
}
