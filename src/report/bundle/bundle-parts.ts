import * as v from 'valibot';
import type { Campaign, CampaignEvent } from '../../core/campaign.ts';
import type { DishHistory } from '../../core/dish/history-types.ts';
import type { SampleBatch } from '../../core/sample-batch.ts';

/** The version of the format that this app writes, and the only one that it reads so far. */
export const BUNDLE_VERSION = 1;
/** Samples of one bundle: four years at one a second and more than any browser stores. */
export const MOST_SAMPLES = 200_000_000;
export const MOST_EVENTS = 1_000_000;
/** Events of one part. */
export const EVENTS_A_PART = 1000;

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_SAMPLES));

/** The line of JSON with which each part begins. */
export const headSchema = v.variant('part', [
  v.strictObject({ part: v.literal('campaign'), dishprobeBundle: v.number(), campaign: v.unknown() }),
  v.strictObject({
    part: v.literal('events'),
    events: v.pipe(v.array(v.unknown()), v.maxLength(EVENTS_A_PART)),
  }),
  v.strictObject({ part: v.literal('dish'), histories: v.array(v.unknown()) }),
  v.strictObject({
    part: v.literal('samples'),
    probe: count,
    count,
    firstSeq: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    words: v.array(v.string()),
    columns: v.array(v.string()),
    gaps: count,
  }),
  v.strictObject({
    part: v.literal('end'),
    parts: count,
    samples: count,
    events: count,
    sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  }),
]);
export type PartHead = v.InferOutput<typeof headSchema>;

/** What a part of a bundle holds, checked. */
export type BundlePart =
  | { part: 'campaign'; campaign: Campaign }
  | { part: 'events'; events: CampaignEvent[] }
  | { part: 'dish'; histories: DishHistory[] }
  | { part: 'samples'; probe: number; batch: SampleBatch }
  | BundleEnd;

/** `sha256`: of all bytes of the file before this part; it stands for the content of the whole. */
export interface BundleEnd {
  part: 'end';
  parts: number;
  samples: number;
  events: number;
  sha256: string;
}
