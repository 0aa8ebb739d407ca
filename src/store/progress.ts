import { checkSample } from '../core/sample-schema.ts';
import { type EpochMillis, epochMillis } from '../core/units.ts';
import { type HotRecord, probeRange, type Store } from './database.ts';

/** How far one probe of a campaign got, as the store knows it. */
export interface Progress {
  /** The next due time to number. */
  nextSeq: number;
  /** Earlier due times without a sample: they were in flight when the page died. */
  holes: number[];
  /** The first `seq` that is in no sealed chunk. */
  sealedTo: number;
  /** The latest stored sample, which ties the schedule to the wall clock. */
  last?: { seq: number; dueEpochMs: EpochMillis } | undefined;
  hot: HotRecord[];
}

/** Reads where each probe of a campaign stands. For a new campaign: at 0, with nothing stored. */
export async function readProgress(
  store: Store,
  campaignId: string,
  probeCount: number,
): Promise<Progress[]> {
  const all: Progress[] = [];
  for (let index = 0; index < probeCount; index += 1) {
    const range = probeRange(campaignId, index);
    const tx = store.transaction(['hot', 'chunks']);
    const last = await tx.objectStore('chunks').openKeyCursor(range, 'prev');
    const lastChunk = last === null ? undefined : await tx.objectStore('chunks').get(last.primaryKey);
    const hot = (await tx.objectStore('hot').getAll(range)).map(checkHot);
    const sealed =
      lastChunk === undefined
        ? undefined
        : { seq: lastChunk.lastSeq, dueEpochMs: epochMillis(lastChunk.lastDueEpochMs) };
    all.push(progressOf(sealed, hot));
  }
  return all;
}

/** Hot samples that pass the schema: what is damaged counts as not measured. */
export function checkHot(record: HotRecord): HotRecord {
  const samples = record.samples.map(checkSample).filter((sample) => sample !== undefined);
  return { ...record, samples };
}

function progressOf(sealed: Progress['last'], hot: HotRecord[]): Progress {
  const samples = hot.flatMap((record) => record.samples);
  const seen = new Set(samples.map(({ seq }) => seq));
  let last = sealed;
  for (const { seq, dueEpochMs } of samples) if (seq > (last?.seq ?? -1)) last = { seq, dueEpochMs };
  const sealedTo = (sealed?.seq ?? -1) + 1;
  const nextSeq = (last?.seq ?? -1) + 1;
  const holes: number[] = [];
  for (let seq = sealedTo; seq < nextSeq; seq += 1) if (!seen.has(seq)) holes.push(seq);
  return { nextSeq, holes, sealedTo, last, hot };
}
