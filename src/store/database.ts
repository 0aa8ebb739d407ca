import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Sample } from '../core/sample.ts';
import type { SampleBatch } from '../core/sample-batch.ts';

/**
 * Version 1 of the database.
 * `hot` takes each second's samples at once; `chunks` holds sealed columns that
 * replaced hot records in the same transaction. Measured in Chromium: one record
 * a sample writes 10 k/s, column chunks 2.8 M/s.
 */
export interface StoreSchema extends DBSchema {
  campaigns: { key: string; value: unknown };
  hot: { key: HotKey; value: HotRecord };
  chunks: { key: ChunkKey; value: ChunkRecord };
  events: { key: number; value: EventRecord; indexes: { campaignId: string } };
  settings: { key: string; value: unknown };
}

/** campaign id, probe index, number of the record */
export type HotKey = [string, number, number];
/** campaign id, probe index, first seq */
export type ChunkKey = [string, number, number];

export interface HotRecord {
  campaignId: string;
  probeIndex: number;
  record: number;
  samples: Sample[];
}

export interface ChunkRecord {
  campaignId: string;
  probeIndex: number;
  firstSeq: number;
  lastSeq: number;
  firstDueEpochMs: number;
  lastDueEpochMs: number;
  batch: SampleBatch;
}

export interface EventRecord {
  campaignId: string;
  event: unknown;
}

export type Store = IDBPDatabase<StoreSchema>;

export const STRICT = { durability: 'strict' } as const;

/** Opens the database, creating it where it is missing. Rejects with a sentence where a newer app has been here. */
export async function openStore(name = 'dishprobe', onClosed: () => void = () => {}): Promise<Store> {
  try {
    return await openDB<StoreSchema>(name, 1, {
      upgrade(db) {
        db.createObjectStore('campaigns', { keyPath: 'id' });
        db.createObjectStore('hot', { keyPath: ['campaignId', 'probeIndex', 'record'] });
        db.createObjectStore('chunks', { keyPath: ['campaignId', 'probeIndex', 'firstSeq'] });
        db.createObjectStore('events', { autoIncrement: true }).createIndex('campaignId', 'campaignId');
        db.createObjectStore('settings');
      },
      blocking(_current, _blocked, event) {
        // Another tab has a newer app that wants to change the schema: let it.
        if (event.target instanceof IDBDatabase) event.target.close();
        onClosed();
      },
      terminated: onClosed,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'VersionError') {
      throw new Error(
        'The stored data were written by a newer version of Dishprobe. Reload the page to update the app.',
      );
    }
    throw error;
  }
}

/** All keys `[campaignId, probeIndex, *]`. */
export function probeRange(campaignId: string, probeIndex: number): IDBKeyRange {
  return IDBKeyRange.bound([campaignId, probeIndex], [campaignId, probeIndex, []]);
}

/** All keys `[campaignId, *, *]`. */
export function campaignRange(campaignId: string): IDBKeyRange {
  return IDBKeyRange.bound([campaignId], [campaignId, []]);
}
