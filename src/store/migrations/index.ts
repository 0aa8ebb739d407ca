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

/** Changes the records that the version before left. Nothing but the transaction may be awaited in one. */
type Conversion = (tx: Migration) => Promise<void>;

interface Step {
  /** Makes stores and indexes. */
  schema: (db: IDBPDatabase<StoreSchema>) => void;
  /** Loads the change of the records. A new database has none, so that it is no part of what each page loads. */
  conversion?: () => Promise<Conversion>;
}

/** From the version before to that of its place, counted from 1. */
const STEPS: readonly Step[] = [
  { schema: version1 },
  { schema: version2, conversion: async () => (await import('./version-2-chunks.ts')).packChunks },
];

export const DATABASE_VERSION = STEPS.length;

/** Brings a database of one version to the newest: wholly, or not at all. */
type Migrate = (db: IDBPDatabase<StoreSchema>, tx: Migration) => Promise<void>;

/**
 * Loads what brings a database of `version` (0: a new one) to the newest. Before the database is opened: a
 * change of version waits for nothing but its own transaction. Rejects where the code cannot be loaded.
 */
export async function migrationFrom(version: number): Promise<Migrate> {
  const steps = await Promise.all(
    STEPS.slice(version).map(async ({ schema, conversion }) => ({
      schema,
      convert: version === 0 ? undefined : await conversion?.(),
    })),
  );
  return async (db, tx) => {
    for (const { schema, convert } of steps) {
      schema(db);
      await convert?.(tx);
    }
  };
}
