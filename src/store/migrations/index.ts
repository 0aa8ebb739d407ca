import type { IDBPDatabase, IDBPTransaction } from 'idb';
import type { StoreSchema } from '../database.ts';
import { version1 } from './version-1.ts';
import { version2 } from './version-2.ts';

/** A versionchange transaction over all stores. */
export type Migration = IDBPTransaction<
  StoreSchema,
  ('campaigns' | 'hot' | 'chunks' | 'seals' | 'events' | 'settings')[],
  'versionchange'
>;

/** From the version before to that of its place, counted from 1. Nothing but the transaction may be awaited in one. */
const MIGRATIONS: readonly ((db: IDBPDatabase<StoreSchema>, tx: Migration) => Promise<void>)[] = [
  version1,
  version2,
];

export const DATABASE_VERSION = MIGRATIONS.length;

/** Brings a database from `version` (0: a new one) to the newest: wholly, or not at all. */
export async function migrate(db: IDBPDatabase<StoreSchema>, version: number, tx: Migration): Promise<void> {
  for (const migration of MIGRATIONS.slice(version)) await migration(db, tx);
}
