const NAME = 'ballast';
const BYTES = 8 << 20;
/** What one call gives at most. */
const RANDOM_BYTES = 65_536;

/**
 * Keeps some megabytes of the disk, to be thrown overboard when it is full: the last samples and the
 * end of the campaign then find room. A file beside the database, so that it can go without it:
 * Chromium takes a database that it opens on a full disk for broken, and deletes all of it. Chance
 * does not compress. Only in workers; rejects with a `QuotaExceededError` where there is no room.
 */
export async function keepBallast(): Promise<void> {
  const root = await folder();
  if (root === undefined) return;
  const handle = await root.getFileHandle(NAME, { create: true });
  if ((await handle.getFile()).size >= BYTES) return;
  const file = await handle.createSyncAccessHandle();
  const bytes = new Uint8Array(RANDOM_BYTES);
  try {
    for (let at = 0; at < BYTES; at += RANDOM_BYTES) {
      if (file.write(crypto.getRandomValues(bytes), { at }) < RANDOM_BYTES) throw noRoom();
    }
    file.flush();
  } catch {
    file.close();
    await root.removeEntry(NAME).catch(() => {});
    throw noRoom();
  }
  file.close();
}

export async function dropBallast(): Promise<void> {
  await (await folder())?.removeEntry(NAME).catch(() => {});
}

/** Private to this origin; not there in insecure contexts and private windows. */
async function folder(): Promise<FileSystemDirectoryHandle | undefined> {
  return await navigator.storage?.getDirectory?.().catch(() => undefined);
}

const noRoom = () => new DOMException('There is no room left on the disk.', 'QuotaExceededError');
