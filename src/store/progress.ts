import type { Sample } from '../core/sample.ts';
import { checkSample } from '../core/sample-schema.ts';
import { type EpochMillis, epochMillis } from '../core/units.ts';
import { type HotRecord, probeRange, type SealRecord, type Store } from './database.ts';

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
    const tx = store.transaction(['hot', 'seals']);
    // The seals, not the chunks: a campaign goes on though its last chunk is damaged.
    const cursor = await tx.objectStore('seals').openCursor(range, 'prev');
    const hot = (await tx.objectStore('hot').getAll(range)).map(checkHot);
    all.push(progressOf(cursor === null ? undefined : endOf(cursor.value, hot), hot));
  }
  return all;
}

/** Hot samples that pass the schema: what is damaged counts as not measured. */
export function checkHot(record: HotRecord): HotRecord {
  const samples = record.samples.map(checkSample).filter((sample) => sample !== undefined);
  return { ...record, samples };
}

/** Where the last chunk ends; where its seal cannot say, before the first hot sample, or after its start. */
function endOf({ firstSeq, lastSeq, lastDueEpochMs }: SealRecord, hot: HotRecord[]): Progress['last'] {
  if (Number.isFinite(lastSeq) && Number.isFinite(lastDueEpochMs))
    return { seq: lastSeq, dueEpochMs: epochMillis(lastDueEpochMs) };
  const samples = hot.flatMap((record) => record.samples);
  const first = samples.reduce<Sample | undefined>(
    (a, b) => (a !== undefined && a.seq < b.seq ? a : b),
    undefined,
  );
  if (first === undefined) return { seq: firstSeq, dueEpochMs: epochMillis(Date.now()) };
  return { seq: first.seq - 1, dueEpochMs: first.dueEpochMs };
}

function progressOf(sealed: Progress['last'], all: HotRecord[]): Progress {
  const seen = new Set<number>();
  // Nothing twice, whatever is there: not what is sealed, nor what another hot record holds.
  const isNew = ({ seq }: Sample) => seq > (sealed?.seq ?? -1) && seen.size < seen.add(seq).size;
  const hot = all.map((record) => ({ ...record, samples: record.samples.filter(isNew) }));
  const samples = hot.flatMap((record) => record.samples);
  let last = sealed;
  for (const { seq, dueEpochMs } of samples) if (seq > (last?.seq ?? -1)) last = { seq, dueEpochMs };
  const sealedTo = (sealed?.seq ?? -1) + 1;
  const nextSeq = (last?.seq ?? -1) + 1;
  const holes: number[] = [];
  for (let seq = sealedTo; seq < nextSeq; seq += 1) if (!seen.has(seq)) holes.push(seq);
  return { nextSeq, holes, sealedTo, last, hot };
}
