import type { Campaign } from '../../src/core/campaign.ts';
import { checkPlan } from '../../src/core/plan.ts';
import type { SampleBatch } from '../../src/core/sample-batch.ts';
import { epochMillis } from '../../src/core/units.ts';
import { BundleWriter } from '../../src/report/bundle/bundle-writer.ts';

const STEP_MS = 200;
const START_MS = Date.UTC(2026, 4, 1);
/** As a running campaign seals them. */
const CHUNK_SAMPLES = 2048;

/**
 * The bundle of a finished campaign of one http probe with every phase of each request, in the chunks
 * that measuring would have left.
 */
export function* httpCampaign(samples: number): Generator<Uint8Array> {
  const result = checkPlan({
    dishprobePlan: 1,
    name: 'All phases',
    durationS: (samples * STEP_MS) / 1000,
    site: { name: 'Bench', link: 'starlink' },
    probes: [{ kind: 'http', name: 'ping', url: 'https://bench.invalid/', intervalMs: STEP_MS }],
  });
  if (!result.ok) throw new Error(`The plan of the bench is wrong: ${JSON.stringify(result.problems)}`);
  const endedEpochMs = epochMillis(START_MS + samples * STEP_MS);
  const campaign: Campaign = {
    id: 'bench-http',
    plan: result.plan,
    state: 'finished',
    createdEpochMs: epochMillis(START_MS),
    startedEpochMs: epochMillis(START_MS),
    aliveEpochMs: endedEpochMs,
    endedEpochMs,
    seed: 1,
    simulated: [],
    bytes: 0,
  };
  const writer = new BundleWriter();
  yield writer.campaign(campaign);
  const batchAt = batches();
  for (let from = 0; from < samples; from += CHUNK_SAMPLES)
    yield* writer.samples(0, batchAt(from, Math.min(CHUNK_SAMPLES, samples - from)));
  yield writer.end().bytes;
}

/** Of a clock with the finest step that browsers have. */
const reading = (ms: number): number => Math.floor(ms * 200) / 200;

function batches(): (from: number, count: number) => SampleBatch {
  let state = 7;
  const random = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  let level = 40;
  const batchAt = (from: number, count: number): SampleBatch => {
    const floats = () => new Float32Array(count).fill(Number.NaN);
    const numbers = {
      httpStatus: floats(),
      responseMs: floats(),
      serviceMs: floats(),
      rttMs: floats(),
      queueMs: floats(),
      dnsMs: floats(),
      connectMs: floats(),
      tlsMs: floats(),
      ttfbMs: floats(),
      downloadMs: floats(),
      serverMs: floats(),
      bytesUp: floats(),
      bytesDown: floats(),
    };
    const batch = {
      count,
      firstSeq: from,
      dueEpochMs: new Float64Array(count),
      dueMonoMs: new Float64Array(count),
      lateMs: new Float32Array(count),
      outcome: new Uint8Array(count).fill(1),
      timingSource: new Uint8Array(count),
      newConnection: new Uint8Array(count),
      preflight: new Uint8Array(count),
      protocol: new Uint8Array(count),
      words: ['h2'],
      numbers,
    };
    for (let i = 0; i < count; i += 1) {
      const at = Math.round(((from + i) * STEP_MS + 40 * random()) * 1024) / 1024;
      if (((from + i) * STEP_MS) % 15_000 === 0) level = 28 + 30 * random();
      const sent = reading(at + 0.2 + 0.5 * random());
      batch.dueEpochMs[i] = START_MS + at + random();
      batch.dueMonoMs[i] = at;
      batch.lateMs[i] = sent - at;
      if (random() < 0.004 || at % 7_200_000 < 10_000) {
        batch.outcome[i] = 3;
        continue;
      }
      const isNew = random() < 0.01;
      const rtt = level + 12 * random() ** 3 + (random() < 0.01 ? 20 / random() ** 0.7 : 0);
      const server = Math.round(100 + 1000 * random()) / 1000;
      const fetched = reading(sent + 0.1 * random());
      const requested = reading(fetched + (isNew ? 2 * rtt : 0) + 0.3 * random());
      const first = reading(requested + rtt + server);
      const end = reading(first + 2 * random());
      numbers.httpStatus[i] = 200;
      numbers.queueMs[i] = requested - fetched;
      numbers.serverMs[i] = server;
      numbers.downloadMs[i] = end - first;
      numbers.ttfbMs[i] = first - sent;
      numbers.serviceMs[i] = end - sent;
      numbers.responseMs[i] = end - at;
      if (isNew) {
        numbers.dnsMs[i] = 30 * random();
        numbers.connectMs[i] = rtt;
        numbers.tlsMs[i] = rtt;
      } else numbers.rttMs[i] = first - requested - server;
      numbers.bytesUp[i] = 300;
      numbers.bytesDown[i] = 500;
      batch.timingSource[i] = 1;
      batch.newConnection[i] = isNew ? 2 : 1;
      batch.preflight[i] = 1;
      batch.protocol[i] = 1;
    }
    return batch;
  };
  return batchAt;
}
