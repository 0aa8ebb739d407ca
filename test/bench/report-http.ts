import type { Page } from 'puppeteer-core';
import type { Campaign } from '../../src/core/campaign.ts';
import { checkPlan } from '../../src/core/plan.ts';
import { epochMillis } from '../../src/core/units.ts';

const STEP_MS = 200;
const START_MS = Date.UTC(2026, 4, 1);
/** As a running campaign seals them. */
const CHUNK_SAMPLES = 2048;

/**
 * Puts a finished campaign of one http probe with every phase of each request into
 * the app's database, in the chunks that measuring would have left. Its id comes back.
 */
export async function storeHttpCampaign(page: Page, samples: number): Promise<string> {
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
  await page.evaluate(store, campaign, { samples, chunk: CHUNK_SAMPLES, stepMs: STEP_MS, startMs: START_MS });
  return campaign.id;
}

interface Shape {
  samples: number;
  chunk: number;
  stepMs: number;
  startMs: number;
}

/** Runs in the page, so that all it needs is in it. */
async function store(campaign: Campaign, { samples, chunk, stepMs, startMs }: Shape): Promise<void> {
  const done = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const db = await done(indexedDB.open('dishprobe'));
  let state = 7;
  const random = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  let level = 40;
  const batchAt = (from: number, count: number) => {
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
      const at = (from + i) * stepMs + 40 * random();
      if (((from + i) * stepMs) % 15_000 === 0) level = 28 + 30 * random();
      const late = 0.2 + 0.5 * random();
      batch.dueEpochMs[i] = startMs + at;
      batch.dueMonoMs[i] = at;
      batch.lateMs[i] = late;
      if (random() < 0.004 || at % 7_200_000 < 10_000) {
        batch.outcome[i] = 3;
        continue;
      }
      const isNew = random() < 0.01;
      const rtt = level + 12 * random() ** 3 + (random() < 0.01 ? 20 / random() ** 0.7 : 0);
      const [server, download, handshake] = [0.1 + random(), 2 * random(), isNew ? 2 * rtt : 0];
      const queue = handshake + 0.3 * random();
      numbers.httpStatus[i] = 200;
      numbers.queueMs[i] = queue;
      numbers.serverMs[i] = server;
      numbers.downloadMs[i] = download;
      numbers.ttfbMs[i] = queue + rtt + server;
      numbers.serviceMs[i] = queue + rtt + server + download;
      numbers.responseMs[i] = queue + rtt + server + download + late;
      if (isNew) {
        numbers.dnsMs[i] = 30 * random();
        numbers.connectMs[i] = rtt;
        numbers.tlsMs[i] = rtt;
      } else numbers.rttMs[i] = rtt;
      numbers.bytesUp[i] = 300;
      numbers.bytesDown[i] = 500;
      batch.timingSource[i] = 1;
      batch.newConnection[i] = isNew ? 2 : 1;
      batch.preflight[i] = 1;
      batch.protocol[i] = 1;
    }
    return batch;
  };
  for (let from = 0; from < samples; ) {
    const tx = db.transaction('chunks', 'readwrite');
    const stored = new Promise<void>((resolve, reject) => {
      tx.oncomplete = () => resolve();
      tx.onabort = () => reject(tx.error);
    });
    for (let k = 0; k < 32 && from < samples; k += 1) {
      const batch = batchAt(from, Math.min(chunk, samples - from));
      tx.objectStore('chunks').put({
        campaignId: campaign.id,
        probeIndex: 0,
        firstSeq: from,
        lastSeq: from + batch.count - 1,
        firstDueEpochMs: batch.dueEpochMs[0],
        lastDueEpochMs: batch.dueEpochMs[batch.count - 1],
        batch,
      });
      from += batch.count;
    }
    await stored;
  }
  await done(db.transaction('campaigns', 'readwrite').objectStore('campaigns').put(campaign));
  db.close();
}
