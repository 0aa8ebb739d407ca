import type { Sample } from '../core/sample.ts';
import { checkSample } from '../core/sample-schema.ts';
import { type HotRecord, probeRange, type Store } from './database.ts';

/** How far one probe of a campaign got, as the store knows it. */
export interface Progress {
  /** The next due time to number. */
  nextSeq: number;
  /** Earlier due times without a sample: they were in flight when the page died. */
  holes: number[];
  /** The first `seq` that is in no sealed chunk. */
  sealedTo: number;
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
    all.push(progressOf(lastChunk === undefined ? 0 : lastChunk.lastSeq + 1, hot));
  }
  return all;
}

/** Hot samples that pass the schema: what is damaged counts as not measured. */
export function checkHot(record: HotRecord): HotRecord {
  const samples = record.samples.map(checkSample).filter((sample) => sample !== undefined);
  return { ...record, samples };
}

function progressOf(sealedTo: number, hot: HotRecord[]): Progress {
  const seen = new Set(hot.flatMap(({ samples }) => samples.map(({ seq }: Sample) => seq)));
  const nextSeq = [...seen].reduce((next, seq) => Math.max(next, seq + 1), sealedTo);
  const holes: number[] = [];
  for (let seq = sealedTo; seq < nextSeq; seq += 1) if (!seen.has(seq)) holes.push(seq);
  return { nextSeq, holes, sealedTo, hot };
}
