import type { Sample } from '../core/sample.ts';
import type { HotRecord } from './database.ts';
import { LostRuns } from './lost-runs.ts';

/** Samples a sealed chunk holds. */
export const CHUNK_SAMPLES = 2048;

/** What of one probe is to be written to the hot store, in one transaction. */
export interface HotChange {
  put: HotRecord[];
  /** Numbers of records in whose place others come. */
  drop: number[];
  /** Late echoes whose `timeout` lies in a sealed chunk already. */
  amend: Sample[];
  /** Due times that stand in `put` for samples that memory had no room for. */
  lost?: [from: number, to: number] | undefined;
}

/** Samples to seal in the order of `seq` without gap, and what becomes of the hot records that hold them. */
export interface SealChange {
  /** Of the lane that it was made of. */
  version: number;
  samples: Sample[];
  put: HotRecord[];
  /** Before `put`. */
  drop: number[];
}

/**
 * What of one probe is not sealed yet: a mirror of its hot records, so that sealing reads nothing,
 * and what came in since. `take` and `toSeal` change nothing until `written` and `sealed` say that
 * the transaction is on disk, so that a failed one is simply made again.
 */
export class HotLane {
  readonly #campaignId: string;
  readonly #probeIndex: number;
  #records: HotRecord[];
  readonly #unwritten = new Set<HotRecord>();
  #fresh: Sample[] = [];
  #amend: Sample[] = [];
  #lost: LostRuns;
  /** In a transaction that may yet come to its end. */
  #writing: readonly HotRecord[] = [];
  #nextRecord: number;
  /**
   * Numbers for what stands in for lost samples, and for what a seal leaves, until they are known to be on disk: a
   * transaction whose answer is lost may have written them, and under other numbers they would be there twice.
   */
  #lostRecord: number | undefined;
  #restRecord: number | undefined;
  #sealedTo: number;
  /** Changes when what is on disk changes otherwise than by growing. */
  #version = 0;

  /** `sealedTo`: the first `seq` that is in no chunk. `dueMs`: the schedule of the probe. */
  constructor(
    campaignId: string,
    probeIndex: number,
    { records, sealedTo }: { records: HotRecord[]; sealedTo: number },
    dueMs: (seq: number) => number,
  ) {
    this.#campaignId = campaignId;
    this.#probeIndex = probeIndex;
    this.#records = records;
    this.#sealedTo = sealedTo;
    this.#lost = new LostRuns(dueMs);
    this.#nextRecord = Math.max(-1, ...records.map((record) => record.record)) + 1;
  }

  /** Samples in memory that are not on disk. */
  get unwritten(): number {
    let count = this.#fresh.length + this.#amend.length;
    for (const { samples } of this.#unwritten) count += samples.length;
    return count;
  }

  add(sample: Sample): void {
    if (sample.outcome === 'late') this.#amend.push(sample);
    else this.#fresh.push(sample);
  }

  /** Makes a record of what came in since the last call. */
  collect(): void {
    if (this.#fresh.length === 0) return;
    const record = this.#record(this.#fresh);
    this.#records.push(record);
    this.#unwritten.add(record);
    this.#fresh = [];
  }

  /** Takes what is not on disk yet, about `atMost` samples of it. */
  take(atMost: number): HotChange {
    this.collect();
    this.#amend = this.#amend.filter((sample) => !this.#amendHot(sample));
    const change: HotChange = { put: [], drop: [], amend: [] };
    let count = 0;
    for (const record of this.#unwritten) {
      if (count >= atMost) break;
      change.put.push(record);
      count += record.samples.length;
    }
    if (count < atMost) change.amend = [...this.#amend];
    this.#writing = change.put;
    const lost = count === 0 ? this.#lost.take(atMost) : undefined;
    if (lost === undefined) return change;
    this.#lostRecord ??= this.#number();
    return {
      ...change,
      put: [this.#record(lost.samples, this.#lostRecord)],
      drop: lost.records,
      lost: lost.range,
    };
  }

  /** The change is on disk. */
  written({ put, amend, lost }: HotChange): void {
    for (const record of put) this.#unwritten.delete(record);
    this.#amend = this.#amend.filter((sample) => !amend.includes(sample));
    this.#writing = [];
    if (lost === undefined) return;
    this.#records.push(...put);
    this.#lostRecord = undefined;
    this.#lost.written(lost);
  }

  /** The transaction of the last `take` is over and came to nothing. */
  failed(): void {
    this.#writing = [];
  }

  /** Gives up the oldest record that is not on disk: its due times count as unmeasured. */
  giveUp(): void {
    for (const record of this.#unwritten) {
      if (this.#writing.includes(record)) continue;
      this.#unwritten.delete(record);
      this.#records = this.#records.filter((other) => other !== record);
      this.#lost.add(record);
      return;
    }
  }

  /**
   * The next chunk to seal; nothing while less than one is on disk, or while a due time in flight
   * stands in the way: a later sample may have come before an earlier one. `all` takes any number.
   */
  toSeal(all: boolean): SealChange | undefined {
    const onDisk = this.#records.filter((record) => !this.#unwritten.has(record));
    const waiting = onDisk.reduce((sum, record) => sum + record.samples.length, 0);
    if (waiting === 0 || (!all && waiting < CHUNK_SAMPLES)) return undefined;
    const sorted = onDisk.flatMap((record) => record.samples).sort((a, b) => a.seq - b.seq);
    let end = 0;
    while (end < CHUNK_SAMPLES && sorted[end]?.seq === this.#sealedTo + end) end += 1;
    if (end === 0 || (!all && end < CHUNK_SAMPLES)) return undefined;
    const sealedTo = this.#sealedTo + end;
    const touched = onDisk.filter(({ samples }) => samples.some(({ seq }) => seq < sealedTo));
    const rest = touched.flatMap(({ samples }) => samples.filter(({ seq }) => seq >= sealedTo));
    this.#restRecord ??= this.#number();
    return {
      version: this.#version,
      samples: sorted.slice(0, end),
      put: rest.length === 0 ? [] : [this.#record(rest, this.#restRecord)],
      drop: [...touched.map(({ record }) => record), this.#restRecord],
    };
  }

  /** Whether a chunk to seal is still what it was when `toSeal` made it. */
  holds({ version }: SealChange): boolean {
    return version === this.#version;
  }

  /** The chunk is on disk, and its hot records are gone. */
  sealed({ samples, put, drop }: SealChange): void {
    const gone = new Set(drop);
    this.#records = [...this.#records.filter(({ record }) => !gone.has(record)), ...put];
    this.#restRecord = undefined;
    this.#sealedTo += samples.length;
    this.#version += 1;
  }

  #amendHot(sample: Sample): boolean {
    for (const record of this.#records) {
      const at = record.samples.findIndex(({ seq }) => seq === sample.seq);
      if (at < 0) continue;
      record.samples[at] = sample;
      this.#unwritten.add(record);
      this.#version += 1;
      return true;
    }
    return false;
  }

  #number(): number {
    this.#nextRecord += 1;
    return this.#nextRecord - 1;
  }

  #record(samples: Sample[], record = this.#number()): HotRecord {
    return { campaignId: this.#campaignId, probeIndex: this.#probeIndex, record, samples };
  }
}
