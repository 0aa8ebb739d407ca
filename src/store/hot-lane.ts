import type { Sample } from '../core/sample.ts';
import type { HotRecord } from './database.ts';

/** Samples a sealed chunk holds. */
export const CHUNK_SAMPLES = 2048;

/** A change of the hot store that belongs into one transaction. */
export interface HotChange {
  campaignId: string;
  probeIndex: number;
  put: HotRecord[];
  /** Sealed samples, in the order of `seq` without gap, and the hot records they came from. */
  seal?: { samples: Sample[]; drop: HotRecord[] } | undefined;
  /** Late echoes whose `timeout` lies in a sealed chunk already. */
  amend: Sample[];
}

/** What of one probe is not sealed yet: a mirror of its hot records, so that sealing reads nothing. */
export class HotLane {
  readonly #campaignId: string;
  readonly #probeIndex: number;
  #records: HotRecord[];
  #fresh: Sample[] = [];
  #amend: Sample[] = [];
  #nextRecord: number;
  #sealedTo: number;

  /** `sealedTo`: the first `seq` that is in no chunk. */
  constructor(campaignId: string, probeIndex: number, records: HotRecord[], sealedTo: number) {
    this.#campaignId = campaignId;
    this.#probeIndex = probeIndex;
    this.#records = records;
    this.#sealedTo = sealedTo;
    this.#nextRecord = Math.max(-1, ...records.map((record) => record.record)) + 1;
  }

  add(sample: Sample): void {
    if (sample.outcome === 'late') this.#amend.push(sample);
    else this.#fresh.push(sample);
  }

  /** Takes what came in since the last call. `all` seals what can be sealed, however little. */
  take(all: boolean): HotChange {
    const change: HotChange = {
      campaignId: this.#campaignId,
      probeIndex: this.#probeIndex,
      put: [],
      amend: [],
    };
    if (this.#fresh.length > 0) {
      const record = this.#record(this.#fresh);
      this.#records.push(record);
      change.put.push(record);
      this.#fresh = [];
    }
    for (const sample of this.#amend) this.#amendHot(sample, change);
    this.#amend = [];
    this.#seal(change, all);
    return change;
  }

  #amendHot(sample: Sample, change: HotChange): void {
    for (const record of this.#records) {
      const at = record.samples.findIndex(({ seq }) => seq === sample.seq);
      if (at < 0) continue;
      record.samples[at] = sample;
      if (!change.put.includes(record)) change.put.push(record);
      return;
    }
    change.amend.push(sample);
  }

  /** Only a run without gaps is sealed: a later sample may have come before an earlier one that is in flight. */
  #seal(change: HotChange, all: boolean): void {
    const waiting = this.#records.reduce((sum, record) => sum + record.samples.length, 0);
    if (waiting === 0 || (!all && waiting < CHUNK_SAMPLES)) return;
    const sorted = this.#records.flatMap((record) => record.samples).sort((a, b) => a.seq - b.seq);
    let end = 0;
    while (sorted[end]?.seq === this.#sealedTo + end) end += 1;
    if (!all) end -= end % CHUNK_SAMPLES;
    if (end === 0) return;
    const rest = sorted.slice(end);
    change.seal = { samples: sorted.slice(0, end), drop: this.#records };
    change.put = rest.length === 0 ? [] : [this.#record(rest)];
    this.#records = [...change.put];
    this.#sealedTo += end;
  }

  #record(samples: Sample[]): HotRecord {
    const record = this.#nextRecord;
    this.#nextRecord += 1;
    return { campaignId: this.#campaignId, probeIndex: this.#probeIndex, record, samples };
  }
}
