import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { SampleBatch } from '../../src/core/sample-batch.ts';
import { epochMillis } from '../../src/core/units.ts';
import { BundleWriter } from '../../src/report/bundle/bundle-writer.ts';
import { campaignOf, planOf } from '../report/samples.ts';
import { seededRandom } from '../support/seeded-random.ts';

const T0 = 1_780_000_000_000;
const STEP_MS = 200;
const DAY_MS = 86_400_000;
const CHUNK = 2048;

/** Writes the bundle of a campaign of this name, `Large`, to a file. */
export async function writeLargeBundle(file: string, samples: number): Promise<void> {
  await pipeline(largeBundle(samples), createWriteStream(file));
}

/** The bundle of a campaign with one http probe and so many samples, as a browser measures them; further ones begin days later. */
export function* largeBundle(samples: number, day = 0): Generator<Uint8Array> {
  const random = seededRandom(3);
  const t0 = T0 + day * DAY_MS;
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
  for (let from = 0; from < samples; from += CHUNK)
    yield* writer.samples(0, batchOf(t0, from, Math.min(CHUNK, samples - from), random));
  yield writer.end().bytes;
}

function batchOf(t0: number, firstSeq: number, count: number, random: () => number): SampleBatch {
  const floats = (make: () => number) => Float32Array.from({ length: count }, make);
  const due = Float64Array.from({ length: count }, (_, i) => (firstSeq + i + 0.4 * random()) * STEP_MS);
  const rtt = floats(() => 28 + 20 * random() ** 3);
  const sent = floats(() => 2 * random() ** 4);
  const service = rtt.map((ms) => ms + 0.6 * random());
  return {
    count,
    firstSeq,
    dueEpochMs: due.map((ms) => t0 + ms),
    dueMonoMs: due,
    lateMs: sent,
    outcome: new Uint8Array(count).fill(1),
    timingSource: new Uint8Array(count).fill(1),
    newConnection: new Uint8Array(count).fill(1),
    preflight: new Uint8Array(count).fill(1),
    protocol: new Uint8Array(count).fill(1),
    words: ['h2'],
    numbers: {
      httpStatus: floats(() => 200),
      responseMs: service.map((ms, i) => ms + (sent[i] ?? 0)),
      serviceMs: service,
      rttMs: rtt,
      queueMs: floats(() => 0.4 * random()),
      ttfbMs: rtt.map((ms) => ms + 0.3),
      downloadMs: floats(() => 0.3 * random()),
      serverMs: floats(() => 0.1 * random()),
      bytesUp: floats(() => 320),
      bytesDown: floats(() => 380),
    },
  };
}
