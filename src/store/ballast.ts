import type { Store } from './database.ts';
import { STRICT } from './database.ts';

const KEY = 'ballast';
const BYTES = 4 << 20;
/** What one call gives at most. */
const RANDOM_BYTES = 65_536;

/**
 * Keeps some megabytes of the disk, to be thrown overboard when it is full: the last samples and
 * the end of the campaign then find room. Chance does not compress. Rejects where there is no room.
 */
export async function keepBallast(store: Store): Promise<void> {
  if ((await store.count('settings', KEY)) > 0) return;
  const bytes = new Uint8Array(BYTES);
  for (let at = 0; at < BYTES; at += RANDOM_BYTES)
    crypto.getRandomValues(bytes.subarray(at, at + RANDOM_BYTES));
  const tx = store.transaction('settings', 'readwrite', STRICT);
  await Promise.all([tx.store.put(bytes, KEY), tx.done]);
}

export async function dropBallast(store: Store): Promise<void> {
  const tx = store.transaction('settings', 'readwrite', STRICT);
  await Promise.all([tx.store.delete(KEY), tx.done]);
}
