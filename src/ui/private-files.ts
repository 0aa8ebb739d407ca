/**
 * Removes the files that the app keeps in the origin's private file system: exports on their way to the
 * downloads, and what a killed worker kept of the disk's room. One that is being written stays. The folders
 * stay too: a worker may be about to put a file into one.
 */
export async function removePrivateFiles(): Promise<void> {
  // There is none in private windows and on plain http.
  const root = await navigator.storage?.getDirectory?.().catch(() => undefined);
  if (root === undefined) return;
  for await (const folder of root.values()) {
    if (!(folder instanceof FileSystemDirectoryHandle)) continue;
    for await (const name of folder.keys()) await folder.removeEntry(name).catch(() => {});
  }
}
