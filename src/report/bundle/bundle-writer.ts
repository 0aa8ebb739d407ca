import { sha256 } from '@noble/hashes/sha2.js';
import type { Campaign, CampaignEvent } from '../../core/campaign.ts';
import { checkEvent } from '../../core/campaign-schema.ts';
import { checkDishHistories } from '../../core/dish/history-schema.ts';
import type { DishHistory } from '../../core/dish/history-types.ts';
import { hexOf } from '../../core/hex.ts';
import type { SampleBatch } from '../../core/sample-batch.ts';
import { batchBytes } from './batch-bytes.ts';
import { type BundleEnd, EVENTS_A_PART, type PartHead } from './bundle-parts.ts';
import { campaignHead } from './campaign-head.ts';
import { MOST_PART_BYTES } from './member.ts';
import { packPart } from './pack-part.ts';
import { sliceBatch } from './slice-batch.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** More of a batch is halved: its part has to stay below what a reader takes. */
const MOST_BATCH_BYTES = MOST_PART_BYTES >> 1;

/**
 * Writes a bundle part by part: the campaign, its events, what dishes recorded, the samples of each
 * probe, the end. A function of what it is given alone: no clock, no chance, so that what was
 * imported is written again as the same bytes.
 */
export class BundleWriter {
  readonly #hash = sha256.create();
  #parts = 0;
  #samples = 0;
  #events = 0;

  /** The campaign comes first. Secrets are no part of it, nor is what is computed. */
  campaign(campaign: Campaign): Bytes {
    return this.#part(campaignHead(campaign));
  }

  /** All events, in the order of writing. */
  *events(events: readonly CampaignEvent[]): Generator<Bytes> {
    for (let from = 0; from < events.length; from += EVENTS_A_PART) {
      const some = events.slice(from, from + EVENTS_A_PART);
      this.#events += some.length;
      yield this.#part({ part: 'events', events: some.map((event) => checkEvent(event) ?? event) });
    }
  }

  /** Nothing where there are none. */
  *dish(histories: readonly DishHistory[]): Generator<Bytes> {
    for (const history of histories)
      yield this.#part({ part: 'dish', histories: checkDishHistories([history]) });
  }

  /** Samples of a probe, in the order of `seq`. */
  *samples(probe: number, batch: SampleBatch): Generator<Bytes> {
    const { head, bytes } = batchBytes(batch);
    if (bytes.length > MOST_BATCH_BYTES && batch.count > 1) {
      const half = batch.count >> 1;
      yield* this.samples(probe, sliceBatch(batch, 0, half));
      yield* this.samples(probe, sliceBatch(batch, half, batch.count));
      return;
    }
    this.#samples += batch.count;
    yield this.#part({ part: 'samples', probe, ...head }, bytes);
  }

  /** The last part; what it says of the whole is returned with it. */
  end(): { bytes: Bytes; end: BundleEnd } {
    const digest = hexOf(this.#hash.digest());
    const end: BundleEnd = {
      part: 'end',
      parts: this.#parts,
      samples: this.#samples,
      events: this.#events,
      sha256: digest,
    };
    return { bytes: packPart(end, undefined, false), end };
  }

  #part(head: PartHead, rest?: Bytes): Bytes {
    const member = packPart(head, rest);
    this.#hash.update(member);
    this.#parts += 1;
    return member;
  }
}
