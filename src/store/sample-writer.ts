import type { Campaign, CampaignEvent } from '../core/campaign.ts';
import { checkCampaign } from '../core/campaign-schema.ts';
import type { Sample } from '../core/sample.ts';
import { epochMillis } from '../core/units.ts';
import type { Connection } from './connection.ts';
import { type HotChange, HotLane } from './hot-lane.ts';
import type { Progress } from './progress.ts';
import { applyChanges, openWrite, prepare, type WriteTransaction } from './write-transaction.ts';

type CampaignPatch = Partial<Campaign>;

/**
 * Writes one campaign's samples and events. `add` only remembers; `flush`, once
 * a second, writes all that came in and the campaign's record in one strict
 * transaction. What could not be written stays and goes with the next flush.
 */
export class SampleWriter {
  readonly #connection: Connection;
  readonly #campaignId: string;
  readonly #lanes: HotLane[];
  #events: CampaignEvent[] = [];
  #patch: CampaignPatch = {};
  #unwritten: { changes: HotChange[]; events: CampaignEvent[] } | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(connection: Connection, campaignId: string, progress: Progress[]) {
    this.#connection = connection;
    this.#campaignId = campaignId;
    this.#lanes = progress.map(({ hot, sealedTo }, index) => new HotLane(campaignId, index, hot, sealedTo));
  }

  add(probeIndex: number, sample: Sample): void {
    this.#lanes[probeIndex]?.add(sample);
  }

  addEvent(event: CampaignEvent): void {
    this.#events.push(event);
  }

  /** Fields of the campaign's record to write with the next flush. */
  set(patch: CampaignPatch): void {
    Object.assign(this.#patch, patch);
  }

  /** Resolves when all that was added before the call is on disk. `all` seals every chunk that can be sealed. */
  flush(all = false): Promise<void> {
    const next = this.#running.then(() => this.#write(all));
    this.#running = next.catch(() => {});
    return next;
  }

  async #write(all: boolean): Promise<void> {
    const changes = [...(this.#unwritten?.changes ?? []), ...this.#lanes.map((lane) => lane.take(all))];
    const events = [...(this.#unwritten?.events ?? []), ...this.#events];
    this.#events = [];
    this.#unwritten = { changes, events };
    const prepared = await Promise.all(changes.map(prepare));
    const patch: CampaignPatch = { aliveEpochMs: epochMillis(Date.now()), ...this.#patch };
    await this.#connection.use(async (store) => {
      const tx = openWrite(store);
      try {
        await applyChanges(tx, prepared);
        await this.#putEvents(tx, events);
        const campaign = checkCampaign(await tx.objectStore('campaigns').get(this.#campaignId));
        if (campaign !== undefined) await tx.objectStore('campaigns').put({ ...campaign, ...patch });
        await tx.done;
      } catch (error) {
        tx.done.catch(() => {});
        abort(tx);
        throw error;
      }
    });
    this.#unwritten = undefined;
  }

  async #putEvents(tx: WriteTransaction, events: CampaignEvent[]): Promise<void> {
    const store = tx.objectStore('events');
    await Promise.all(events.map((event) => store.add({ campaignId: this.#campaignId, event })));
  }
}

function abort(tx: WriteTransaction): void {
  try {
    tx.abort();
  } catch {
    // It was aborted by the failure itself.
  }
}
