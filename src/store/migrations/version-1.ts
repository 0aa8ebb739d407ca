import type { IDBPDatabase } from 'idb';
import type { StoreSchema } from '../database.ts';

/** The first schema. */
export function version1(db: IDBPDatabase<StoreSchema>): void {
  db.createObjectStore('campaigns', { keyPath: 'id' });
  db.createObjectStore('hot', { keyPath: ['campaignId', 'probeIndex', 'record'] });
  db.createObjectStore('chunks', { keyPath: ['campaignId', 'probeIndex', 'firstSeq'] });
  db.createObjectStore('events', { autoIncrement: true }).createIndex('campaignId', 'campaignId');
  db.createObjectStore('settings');
}
