import type { ChunkRecord } from './database.ts';
import type { HotLane, SealChange } from './hot-lane.ts';
import { prepareSeal } from './write-transaction.ts';

/** A chunk that only waits for its transaction. */
interface Prepared {
  lane: HotLane;
  change: SealChange;
  chunk: ChunkRecord;
}

/**
 * Makes chunks of what is ripe while samples go on coming in and being written: packing 2048 of them
 * takes a while on a busy machine, and nothing fresh is to wait for it. What was prepared is sealed later,
 * unless a late echo has changed one of its samples meanwhile.
 */
export class Sealer {
  readonly #campaignId: string;
  readonly #lanes: readonly HotLane[];
  #prepared: Prepared[] = [];
  #preparing: Promise<void> = Promise.resolve();

  constructor(campaignId: string, lanes: readonly HotLane[]) {
    this.#campaignId = campaignId;
    this.#lanes = lanes;
  }

  /** Prepares the next chunk of each probe that has one. `all` takes any number of samples for one. */
  prepare(all: boolean): Promise<void> {
    const next = this.#preparing.then(() => this.#prepare(all));
    this.#preparing = next.catch(() => {});
    return next;
  }

  /** What is prepared, and still true. */
  take(): Prepared[] {
    const prepared = this.#prepared.filter(({ lane, change }) => lane.holds(change));
    this.#prepared = [];
    return prepared;
  }

  get isEmpty(): boolean {
    return this.#prepared.length === 0;
  }

  async #prepare(all: boolean): Promise<void> {
    for (const [index, lane] of this.#lanes.entries()) {
      if (this.#prepared.some((other) => other.lane === lane)) continue;
      const change = lane.toSeal(all);
      if (change === undefined) continue;
      const chunk = await prepareSeal(this.#campaignId, index, change.samples);
      this.#prepared.push({ lane, change, chunk });
    }
  }
}
