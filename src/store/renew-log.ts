import { STRICT, type Store } from './database.ts';

const KEY = 'filling:';
/** A value that Chromium keeps in its log; larger ones it puts into files of their own. */
const VALUE_BYTES = 60_000;
/** More than a log holds before a new one begins. */
const VALUES = 75;
/** What it takes of the disk for a moment: the values in the log, and what was in it before them in a table. */
export const RENEWAL_MEGABYTES = 13;

/**
 * Makes Chromium begin a new log. Where a write was torn (the power went, the disk was full) it goes on
 * behind the tear in the same log, and at the next start reads across it, takes the database for broken
 * and deletes all of it. Call it soon after such an end; other browsers are left alone. All or nothing:
 * what fills the old log is gone when it is done.
 */
export async function renewLog(store: Store): Promise<void> {
  // Only Chromium has this, in secure contexts.
  if (!('userAgentData' in navigator)) return;
  const tx = store.transaction('settings', 'readwrite', STRICT);
  const keys = Array.from({ length: VALUES }, (_, i) => `${KEY}${i}`);
  await Promise.all(
    keys.map((key) => tx.store.put(crypto.getRandomValues(new Uint8Array(VALUE_BYTES)), key)),
  );
  await Promise.all([...keys.map((key) => tx.store.delete(key)), tx.done]);
}
