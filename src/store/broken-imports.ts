import { deleteCampaign, hasRecord } from './campaigns.ts';
import type { Connection } from './connection.ts';
import type { Store } from './database.ts';

const JOURNAL = 'import:';

/** The setting that says that an import of this campaign began: it goes with its last transaction. */
export const journalKey = (id: string) => JOURNAL + id;

/** Deletes what imports left behind whose page was closed. Not while one is going on. */
export async function clearBrokenImports(connection: Connection): Promise<void> {
  await connection.use(async (store) => {
    const keys = await store.getAllKeys('settings', IDBKeyRange.bound(JOURNAL, `${JOURNAL}\uffff`));
    for (const key of keys) await removeUnfinished(store, key.slice(JOURNAL.length));
  });
}

/** Deletes what an import stored of a campaign that never became one, and its journal entry. */
export async function removeUnfinished(store: Store, id: string): Promise<void> {
  if (!(await hasRecord(store, id))) await deleteCampaign(store, id);
  await store.delete('settings', journalKey(id));
}
