import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Sample } from '../core/sample.ts';
import { DATABASE_VERSION, migrationFrom } from './migrations/index.ts';
import { whenNothingRuns } from './running-campaign.ts';

/**
 * The newest version of the database (`migrations/` tells how it came about).
 * `hot` takes each second's samples at once; `chunks` holds sealed columns that
 * replaced hot records in the same transaction. Measured in Chromium: one record
 * a sample writes 10 k/s, column chunks 2.8 M/s. `seals` says of each chunk what it
 * must hold, apart from it: a chunk that is damaged or gone can still be named.
 */
export interface StoreSchema extends DBSchema {
  campaigns: { key: string; value: unknown };
  hot: { key: HotKey; value: HotRecord };
  chunks: { key: ChunkKey; value: ChunkRecord };
  seals: { key: ChunkKey; value: SealRecord };
  events: { key: EventKey; value: EventRecord; indexes: { campaignId: string } };
  settings: { key: string; value: unknown };
}

/** campaign id, probe index, number of the record */
export type HotKey = [string, number, number];
/** campaign id, probe index, first seq */
export type ChunkKey = [string, number, number];
/**
 * By the database (earlier imports), by the run that wrote it, or by the import of a campaign: its start in
 * epoch ms, a number and, of an import, the campaign's id. Those of one campaign sort in the order of writing.
 */
export type EventKey = number | [number, number] | [number, number, string];

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
  /** A batch (`core/pack`). */
  packed: Uint8Array<ArrayBuffer>;
}

export interface SealRecord extends Omit<ChunkRecord, 'packed'> {
  /** CRC-32 of the packed bytes; absent where it could not be read any more when its seal was made. */
  crc32?: number | undefined;
}

export interface EventRecord {
  campaignId: string;
  event: unknown;
}

export type Store = IDBPDatabase<StoreSchema>;

export const STRICT = { durability: 'strict' } as const;

export interface OpenHooks {
  /** The connection is closed, by the browser or for a newer version of the app. */
  closed?(): void;
  /** Opening waits for another tab, or does not any more. */
  waits?(waiting: boolean): void;
  /** This connection stays open whatever a newer version wants: its owner is measuring, and closes it at the end. */
  keeps?: boolean | undefined;
}

/**
 * Opens the database, creating it or bringing it to this version where needed; that waits while a
 * campaign runs in any tab, since an older app could not write any more. Rejects with a sentence
 * where a newer app has been here, or where there is no room for the change.
 */
export async function openStore(name = 'dishprobe', hooks: OpenHooks = {}): Promise<Store> {
  try {
    const version = await versionOf(name);
    if (version === 0 || version >= DATABASE_VERSION) return await open(name, hooks, version);
    return await whenNothingRuns(
      () => open(name, hooks, version),
      () => hooks.waits?.(true),
    );
  } catch (error) {
    throw wordsOf(error);
  } finally {
    hooks.waits?.(false);
  }
}

/**
 * `expected`: the version that is found. Where it is another one after all, the change is called off, and
 * begins again with the code that it takes.
 */
async function open(name: string, hooks: OpenHooks, expected: number): Promise<Store> {
  const { closed, waits, keeps } = hooks;
  const migrate = await migrationFrom(expected);
  let other: number | undefined;
  const opening = openDB<StoreSchema>(name, DATABASE_VERSION, {
    upgrade(db, from, _to, tx) {
      if (from === expected) return migrate(db, tx);
      other = from;
      tx.done.catch(() => {});
      tx.abort();
      return undefined;
    },
    blocked: () => waits?.(true),
    blocking(_current, _blocked, event) {
      const db = event.target;
      if (keeps === true || !(db instanceof IDBDatabase)) return;
      // Another tab has a newer app that wants to change the schema: let it, but not under a running campaign.
      void whenNothingRuns(
        async () => {
          db.close();
          closed?.();
        },
        () => {},
      );
    },
    terminated: () => closed?.(),
  });
  try {
    return await opening;
  } catch (error) {
    if (other === undefined) throw error;
    return await open(name, hooks, other);
  }
}

/** The version in which the database exists; 0 where there is none, or where the browser does not tell. */
async function versionOf(name: string): Promise<number> {
  // Not in browsers before 2024; those rely on what `blocking` does.
  if (indexedDB.databases === undefined) return 0;
  const found = (await indexedDB.databases()).find((database) => database.name === name);
  return found?.version ?? 0;
}

function wordsOf(error: unknown): unknown {
  if (!(error instanceof DOMException)) return error;
  if (error.name === 'VersionError')
    return new Error(
      'The stored data were written by a newer version of Dishprobe. Reload the page to update the app. Nothing was changed.',
    );
  return error;
}

/** All keys `[campaignId, probeIndex, *]`. */
export function probeRange(campaignId: string, probeIndex: number): IDBKeyRange {
  return IDBKeyRange.bound([campaignId, probeIndex], [campaignId, probeIndex, []]);
}

/** All keys `[campaignId, *, *]`. */
export function campaignRange(campaignId: string): IDBKeyRange {
  return IDBKeyRange.bound([campaignId], [campaignId, []]);
}
