import type { Campaign, CampaignEvent } from '../core/campaign.ts';
import { checkCampaign } from '../core/campaign-schema.ts';
import type { Sample } from '../core/sample.ts';
import { createSchedule } from '../core/schedule/schedule.ts';
import { epochMillis, millis } from '../core/units.ts';
import { CampaignDeleted } from './campaign-deleted.ts';
import type { Connection } from './connection.ts';
import type { EventKey } from './database.ts';
import { type HotChange, HotLane } from './hot-lane.ts';
import { ANSWER_MS } from './no-answer.ts';
import { PatientWrites } from './patient-writes.ts';
import type { Progress } from './progress.ts';
import { Sealer } from './sealer.ts';
import { applyHot, applySeal, type WriteTransaction } from './write-transaction.ts';

type CampaignPatch = Partial<Campaign>;

/** Samples that are kept in memory while they cannot be written, some 50 MB; beyond it the oldest are given up. */
export const RING_SAMPLES = 100_000;
/** Samples of one probe in one transaction: more would hold up a probe. */
const SAMPLES_AT_ONCE = 2000;

/**
 * Writes one campaign's samples and events. `add` only remembers; `write` writes all that came in
 * and the campaign's record in one strict transaction, and after it seals what was ripe at the call
 * before it: it was packed meanwhile, so that nothing fresh waits for that. What could not be written
 * stays in memory, up to `capacity` samples, and goes with the next write. Rejects with `NoAnswer` where
 * the database leaves a transaction without an answer for `answerMs`, longer after each such one, and with
 * `CampaignDeleted`, and writes nothing, where the campaign is not stored any more.
 */
export class SampleWriter {
  readonly #writes: PatientWrites;
  readonly #campaignId: string;
  readonly #lanes: HotLane[];
  readonly #sealer: Sealer;
  readonly #capacity: number;
  /** Samples of the plan in a millisecond. */
  readonly #pace: number;
  readonly #startedEpochMs = Date.now();
  #events: { key: EventKey; event: CampaignEvent }[] = [];
  #eventCount = 0;
  #patch: CampaignPatch = {};
  #running: Promise<void> = Promise.resolve();

  constructor(
    connection: Connection,
    { id, plan, seed }: Pick<Campaign, 'id' | 'plan' | 'seed'>,
    progress: readonly Progress[],
    capacity = RING_SAMPLES,
    answerMs = ANSWER_MS,
  ) {
    this.#writes = new PatientWrites(connection, answerMs);
    this.#campaignId = id;
    this.#capacity = capacity;
    this.#pace = plan.probes.reduce((sum, { intervalMs }) => sum + 1 / intervalMs, 0);
    this.#lanes = plan.probes.map((spec, index) => {
      const { hot = [], sealedTo = 0 } = progress[index] ?? {};
      const schedule = createSchedule(spec, seed, index);
      return new HotLane(id, index, { records: hot, sealedTo }, (seq) => schedule.dueMs(seq));
    });
    this.#sealer = new Sealer(id, this.#lanes);
  }

  /** Samples that are in memory alone. */
  get unwritten(): number {
    return this.#lanes.reduce((sum, lane) => sum + lane.unwritten, 0);
  }

  /** How long memory lasts at the plan's pace while nothing can be written. */
  get memoryLeftMs(): number {
    return Math.max(0, this.#capacity - this.unwritten) / this.#pace;
  }

  add(probeIndex: number, sample: Sample): void {
    this.#lanes[probeIndex]?.add(sample);
  }

  addEvent(event: CampaignEvent): void {
    // A key from here, not from the database: an event that is written again after a doubtful failure is there once.
    this.#eventCount += 1;
    this.#events.push({ key: [this.#startedEpochMs, this.#eventCount], event });
  }

  /** Fields of the campaign's record to write with the next flush. */
  set(patch: CampaignPatch): void {
    Object.assign(this.#patch, patch);
  }

  /** Resolves when all that was added before the call is on disk. */
  async write(): Promise<void> {
    await this.#inTurn(async () => {
      await this.#writeAdded();
      await this.#seal();
    });
    // What fails here stays as it is, and is tried again.
    void this.#sealer.prepare(false).catch(() => {});
  }

  /** Writes, and seals whatever is ripe. `all` seals whatever can be sealed. */
  async flush(all = false): Promise<void> {
    await this.write();
    for (;;) {
      await this.#sealer.prepare(all);
      if (this.#sealer.isEmpty) return;
      await this.#inTurn(() => this.#seal());
    }
  }

  #inTurn(task: () => Promise<void>): Promise<void> {
    const next = this.#running.then(task);
    this.#running = next.catch(() => {});
    return next;
  }

  async #writeAdded(): Promise<void> {
    this.trim();
    for (let more = true; more; ) {
      const changes = this.#lanes.map((lane) => lane.take(SAMPLES_AT_ONCE));
      await this.#writeFresh(changes);
      more = changes.some(
        ({ put }) => put.reduce((sum, { samples }) => sum + samples.length, 0) >= SAMPLES_AT_ONCE,
      );
    }
  }

  async #seal(): Promise<void> {
    for (const { lane, change, chunk } of this.#sealer.take()) {
      await this.#writes.transact(async (tx) => {
        await Promise.all([this.#needRecord(tx), applySeal(tx, chunk, change)]);
      });
      lane.sealed(change);
    }
  }

  async #writeFresh(changes: readonly HotChange[]): Promise<void> {
    for (const [index, change] of changes.entries()) this.#noteLost(index, change);
    const events = [...this.#events];
    const patch: CampaignPatch = { aliveEpochMs: epochMillis(Date.now()), ...this.#patch };
    // All at once: on a busy machine each answer that is awaited takes a while.
    const done = this.#writes.transact(async (tx) => {
      await Promise.all([
        ...changes.map((change, index) => applyHot(tx, this.#campaignId, index, change)),
        ...events.map(({ key, event }) =>
          tx.objectStore('events').put({ campaignId: this.#campaignId, event }, key),
        ),
        this.#writeRecord(tx, patch),
      ]);
    });
    await done.catch((error) => {
      for (const lane of this.#lanes) lane.failed();
      throw error;
    });
    for (const [index, change] of changes.entries()) this.#lanes[index]?.written(change);
    this.#events = this.#events.filter((entry) => !events.includes(entry));
  }

  async #writeRecord(tx: WriteTransaction, patch: CampaignPatch): Promise<void> {
    const campaigns = tx.objectStore('campaigns');
    const record = await campaigns.get(this.#campaignId);
    if (record === undefined) throw new CampaignDeleted();
    const campaign = checkCampaign(record);
    if (campaign !== undefined) await campaigns.put({ ...campaign, ...patch });
  }

  async #needRecord(tx: WriteTransaction): Promise<void> {
    if ((await tx.objectStore('campaigns').getKey(this.#campaignId)) === undefined)
      throw new CampaignDeleted();
  }

  /** Gives up the oldest samples that memory has no room for. A flush does it by itself, unless one before it hangs. */
  trim(): void {
    for (const lane of this.#lanes) lane.collect();
    for (let over = this.unwritten - this.#capacity; over > 0; over = this.unwritten - this.#capacity) {
      const fullest = this.#lanes.reduce((a, b) => (b.unwritten > a.unwritten ? b : a));
      const before = fullest.unwritten;
      fullest.giveUp();
      if (fullest.unwritten === before) return;
    }
  }

  /** The same event for the same due times, however often they are tried. */
  #noteLost(probeIndex: number, { put: [record], lost }: HotChange): void {
    const [first, last] = [record?.samples[0], record?.samples.at(-1)];
    if (lost === undefined || first === undefined || last === undefined) return;
    const key: EventKey = [this.#startedEpochMs, -1 - lost[0]];
    const event: CampaignEvent = {
      kind: 'gap',
      cause: 'lost',
      epochMs: first.dueEpochMs,
      durationMs: millis(last.dueEpochMs - first.dueEpochMs),
      detail: `The samples ${lost[0]} to ${lost[1]} of probe ${probeIndex + 1} could not be stored, and memory had no room for more.`,
    };
    this.#events = [...this.#events.filter((other) => String(other.key) !== String(key)), { key, event }];
  }
}
