import type { Sink } from './chosen-file.ts';

/** So much is kept in memory before a file is begun. */
const MEMORY_BYTES = 16 << 20;
const FOLDER = 'exports';
/** A download reads its file for a while after the export is done, and nobody tells when it has. */
const KEEP_MS = 3_600_000;

/**
 * Collects a file for the browser's downloads: a small one in memory, a larger one
 * in the origin's private file system, from where the download reads it. Without
 * one (private windows) it is put together of blobs.
 */
export function download(): Sink {
  let pieces: BlobPart[] = [];
  let bytes = 0;
  let file: Scratch | undefined;
  let refused = false;
  const spill = async () => {
    file ??= refused ? undefined : await openScratch().catch(() => undefined);
    refused = file === undefined;
    // Each blob is kept by the browser, which may put it on disk.
    if (file === undefined) pieces = [new Blob(pieces)];
    else for (const piece of pieces) if (piece instanceof Uint8Array) file.write(piece);
    if (file !== undefined) pieces = [];
    bytes = 0;
  };
  return {
    async write(piece) {
      pieces.push(piece);
      bytes += piece.length;
      if (file !== undefined || bytes > MEMORY_BYTES) await spill();
    },
    async close(type) {
      const [whole] = file === undefined ? [] : [await file.close()];
      return whole ?? new Blob(pieces, { type });
    },
    async abort() {
      pieces = [];
      await file?.remove();
    },
  };
}

interface Scratch {
  write(piece: Uint8Array): void;
  close(): Promise<Blob>;
  remove(): Promise<void>;
}

async function openScratch(): Promise<Scratch> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(FOLDER, { create: true });
  await removeOld(folder);
  const [chance = 0] = crypto.getRandomValues(new Uint32Array(1));
  const name = `${Date.now()}-${chance}`;
  const handle = await folder.getFileHandle(name, { create: true });
  const access = await handle.createSyncAccessHandle();
  return {
    write(piece) {
      // A full disk may take a part of it, or throw.
      if (access.write(piece) !== piece.length)
        throw new Error(
          'The disk, or the storage that the browser gives this page, is full. Delete campaigns or files, or choose a place for the file.',
        );
    },
    async close() {
      access.close();
      return await handle.getFile();
    },
    async remove() {
      access.close();
      await folder.removeEntry(name);
    },
  };
}

/** Files of earlier exports, the leftovers of killed ones among them. One that is being written cannot be removed. */
async function removeOld(folder: FileSystemDirectoryHandle): Promise<void> {
  for await (const name of folder.keys()) {
    if (Date.now() - Number(name.split('-')[0]) > KEEP_MS) await folder.removeEntry(name).catch(() => {});
  }
}

/** Removes what earlier exports left in this browser. */
export async function clearScratch(): Promise<void> {
  if (navigator.storage?.getDirectory === undefined) return;
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(FOLDER).catch(() => undefined);
  if (folder !== undefined) await removeOld(folder);
}
