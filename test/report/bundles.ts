import { sha256 } from '@noble/hashes/sha2.js';
import { encodeBatch } from '../../src/core/batch-codec.ts';
import type { Campaign, CampaignEvent } from '../../src/core/campaign.ts';
import type { CampaignSummary } from '../../src/core/campaign-summary.ts';
import type { DishHistory } from '../../src/core/dish/history-types.ts';
import { hexOf } from '../../src/core/hex.ts';
import type { Sample } from '../../src/core/sample.ts';
import type { SampleBatch } from '../../src/core/sample-batch.ts';
import { epochMillis, millis } from '../../src/core/units.ts';
import { BundleReader } from '../../src/report/bundle/bundle-reader.ts';
import { BundleWriter } from '../../src/report/bundle/bundle-writer.ts';
import { memberLength, packMember, unpackMember } from '../../src/report/bundle/member.ts';
import { utf8 } from '../../src/report/csv/csv-cell.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { join } from './rfc4180.ts';
import { campaignOf, planOf, T0 } from './samples.ts';

/** A campaign as the store holds it. */
export interface Stored {
  campaign: Campaign;
  events: CampaignEvent[];
  dish: DishHistory[];
  probes: SampleBatch[][];
}

const ROWS = 40;
const BATCHES = 3;

/** A campaign with two probes, losses, gaps between chunks, events, a dish history and texts of every sort. */
export function storedCampaign(): Stored {
  const random = seededRandom(11);
  const plan = planOf({
    name: '=Kiruna "pilot", <b>',
    probes: [
      { kind: 'http', name: 'ping', url: 'https://host/ping', intervalMs: 100 },
      { kind: 'chat', name: '@chat', protocol: 'openai', url: 'https://host/v1', intervalMs: 500, warmUp: 2 },
    ],
  });
  const campaign = campaignOf(plan, {
    startedEpochMs: epochMillis(T0),
    endedEpochMs: epochMillis(T0 + 60_000),
    simulated: ['starlink'],
    environment: {
      appVersion: '1',
      userAgent: 'x',
      clockResolutionMs: 0.1,
      crossOriginIsolated: false,
      timeZone: 'Europe/Stockholm',
      utcOffsetMin: 60,
    },
    judged: {
      profile: 'custom',
      limits: [{ metric: 'rtt', ms: 60, share: 0.95, source: 'annex, "2"' }],
      availabilityTarget: 0.99,
      chosenEpochMs: epochMillis(T0 + 90_000),
    },
  });
  const probes = [100, 500].map((stepMs, probe) =>
    Array.from({ length: BATCHES }, (_, b) =>
      encodeBatch(
        Array.from({ length: ROWS }, (_row, i) => sampleAt(b * ROWS + i, stepMs, probe === 1, random)),
      ),
    ),
  );
  return { campaign, events: EVENTS, dish: DISH, probes };
}

const EVENTS: CampaignEvent[] = [
  { kind: 'start', epochMs: epochMillis(T0), monoMs: millis(12.5), detail: 'Started.' },
  {
    kind: 'gap',
    epochMs: epochMillis(T0 + 9000),
    durationMs: millis(2500),
    cause: 'frozen',
    detail: 'Frozen.',
  },
  { kind: 'note', epochMs: epochMillis(T0 + 20_000), detail: '-dish moved, "a little"\r\n<script>' },
];

const DISH: DishHistory[] = [
  {
    file: 'history.json',
    importedEpochMs: epochMillis(T0 + 70_000),
    dropRate: [0, 0.25, 1],
    latencyMs: [31, null, 40.5],
    endEpochMs: epochMillis(T0 + 60_000),
    endFrom: 'file-date',
    outages: [{ startEpochMs: epochMillis(T0 + 9000), durationMs: 800, cause: 'OBSTRUCTED' }],
  },
];

function sampleAt(seq: number, stepMs: number, isChat: boolean, random: () => number): Sample {
  const due = {
    seq,
    dueEpochMs: epochMillis(T0 + seq * stepMs + 20 * random()),
    dueMonoMs: millis(500 + seq * stepMs + 20 * random()),
  };
  const lateMs = millis(random());
  const fate = random();
  if (fate < 0.05) return { ...due, outcome: 'skipped' };
  if (fate < 0.1) return { ...due, outcome: 'unmeasured' };
  if (fate < 0.15) return { ...due, lateMs, outcome: 'timeout' };
  if (fate < 0.2) return { ...due, lateMs, outcome: 'failed', error: 'http-status', httpStatus: 503 };
  const serviceMs = millis(30 + 40 * random());
  const readings = isChat
    ? { ttftMs: millis(20), tokensOut: 3, iclMs: [1, 2.5].map(millis), finishReason: '+stop' }
    : {
        rttMs: millis(30 * random()),
        newConnection: seq === 0,
        protocol: 'h2',
        bytesUp: 300,
        bytesDown: 400,
      };
  return {
    ...due,
    lateMs,
    outcome: 'ok',
    responseMs: millis(serviceMs + lateMs),
    serviceMs,
    timingSource: 'resource-timing',
    ...readings,
  };
}

/** As a campaign's record has it once its report was opened. */
export const COMPUTED: Required<Pick<Campaign, 'headlines'>> & { summary: CampaignSummary } = {
  headlines: [{ probe: 'ping', metric: 'response', p50: 1, p95: 2, p99: 3, scheduled: 4, answered: 4 }],
  summary: {
    endedEpochMs: epochMillis(T0 + 60_000),
    judgedEpochMs: epochMillis(T0 + 90_000),
    answer: 'met',
    by: 'planned-end',
    availability: { share: 1 },
  },
};

/** A bundle whose record holds what was computed, as earlier versions of the app wrote it. */
export function earlierBundleOf(stored: Stored): Uint8Array {
  const bundle = bundleOf(stored);
  const members = membersOf(bundle);
  const line = `${JSON.stringify({ part: 'campaign', dishprobeBundle: 1, campaign: { ...stored.campaign, ...COMPUTED } })}\n`;
  members[0] = packMember(utf8(line));
  const hash = sha256.create();
  for (const member of members.slice(0, -1)) hash.update(member);
  const end = JSON.parse(new TextDecoder().decode(unpackMember(members.at(-1) ?? bundle)));
  const last = utf8(`${JSON.stringify({ ...end, sha256: hexOf(hash.digest()) })}\n`);
  return join([...members.slice(0, -1), packMember(last, false)]);
}

function membersOf(bundle: Uint8Array): Uint8Array[] {
  const members = [];
  for (let at = 0; at < bundle.length; ) {
    const length = memberLength(bundle.subarray(at));
    members.push(bundle.subarray(at, at + length));
    at += length;
  }
  return members;
}

/** The bundle of it. */
export function bundleOf({ campaign, events, dish, probes }: Stored): Uint8Array {
  const writer = new BundleWriter();
  const parts = [writer.campaign(campaign), ...writer.events(events), ...writer.dish(dish)];
  probes.forEach((batches, probe) => {
    for (const batch of batches) parts.push(...writer.samples(probe, batch));
  });
  return join([...parts, writer.end().bytes]);
}

/**
 * What an import of this file stores, where it is taken; the file comes in pieces of `size` bytes.
 * @throws BundleProblem
 */
export function readBundle(bytes: Uint8Array, size = 1000): Stored {
  const reader = new BundleReader();
  const stored: { campaign?: Campaign } & Omit<Stored, 'campaign'> = { events: [], dish: [], probes: [] };
  let ended = false;
  for (let at = 0; at < bytes.length; at += size) {
    for (const part of reader.push(bytes.subarray(at, at + size))) {
      if (part.part === 'campaign') {
        stored.campaign = part.campaign;
        stored.probes = part.campaign.plan.probes.map(() => []);
      }
      if (part.part === 'events') stored.events.push(...part.events);
      if (part.part === 'dish') stored.dish.push(...part.histories);
      if (part.part === 'samples') stored.probes[part.probe]?.push(part.batch);
      if (part.part === 'end') ended = true;
    }
  }
  reader.end();
  if (!ended || stored.campaign === undefined)
    throw new Error('The reader let a bundle pass without its end.');
  return { ...stored, campaign: stored.campaign };
}
