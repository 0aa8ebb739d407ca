import type { IDBPDatabase } from 'idb';
import type { StoreSchema } from '../database.ts';

/** Seals beside the chunks; what becomes of the chunks of version 1 stands in `version-2-chunks.ts`. */
export function version2(db: IDBPDatabase<StoreSchema>): void {
  db.createObjectStore('seals', { keyPath: ['campaignId', 'probeIndex', 'firstSeq'] });
}
