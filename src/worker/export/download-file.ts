import type { Spare } from '../../report/csv/spare.ts';
import { LEFT_MEGABYTES, leavesRoom } from '../room-beside.ts';
import type { Sink } from './chosen-file.ts';
import { type ScratchFile, scratchFile } from './scratch-file.ts';

/** So much is kept in memory before it goes to a file. */
const MEMORY_BYTES = 16 << 20;
/** So much is written between two looks for the room of a campaign that runs. */
const LOOK_BYTES = 32 << 20;
const BESIDE = `There is not enough room for the export beside the campaign that runs: ${LEFT_MEGABYTES} MB are left free for it. Free some of the disk, delete other campaigns, choose a place on another disk for the file, or wait until the campaign has ended.`;
const FOLDER = 'exports';
/** A download reads its file for a while after the export is done, and nobody tells when it has. */
const KEEP_MS = 3_600_000;

/**
 * Collects a file for the browser's downloads: a small one in memory, a larger one
 * in the origin's private file system, from where the download reads it. Without
 * one (private windows) it is put together of blobs. One that will be large is begun
 * before the first piece comes, which takes as long as the making of some of them. The memory of what is
 * written goes to `spare`. Rejects with a sentence before it takes the room of a campaign that runs.
 */
export function download(isLarge: boolean, spare: Spare): Sink {
  let pieces: Piece[] = [];
  let blobs: Blob[] = [];
  let bytes = 0;
  let file: Scratch | undefined;
  let opening = isLarge ? openScratch(spare).catch(() => undefined) : undefined;
  /** Bytes until the next look. */
  let unlooked = 0;
  const leaveRoom = async () => {
    if (unlooked <= 0 && !(await leavesRoom())) throw new Error(BESIDE);
    if (unlooked <= 0) unlooked = LOOK_BYTES;
    unlooked -= bytes;
  };
  const spill = async () => {
    await leaveRoom();
    opening ??= openScratch(spare).catch(() => undefined);
    file = await opening;
    const held = pieces;
    pieces = [];
    bytes = 0;
    // Each blob is kept by the browser, which may put it on disk.
    if (file === undefined) blobs.push(new Blob(held.map(({ piece }) => piece)));
    else for (const { piece, isOwn } of held) await file.write(piece, isOwn);
  };
  return {
    async write(piece, isOwn = false) {
      pieces.push({ piece, isOwn });
      bytes += piece.length;
      if (file !== undefined || bytes > MEMORY_BYTES) await spill();
    },
    async close(type) {
      const scratch = await opening;
      if (scratch !== undefined) await spill();
      return (await scratch?.close()) ?? new Blob([...blobs, ...pieces.map(({ piece }) => piece)], { type });
    },
    async abort() {
      pieces = [];
      blobs = [];
      await (await opening)?.remove();
    },
  };
}

interface Piece {
  piece: Uint8Array<ArrayBuffer>;
  isOwn: boolean;
}

interface Scratch extends Pick<ScratchFile, 'write'> {
  close(): Promise<Blob>;
  remove(): Promise<void>;
}

async function openScratch(spare: Spare): Promise<Scratch> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(FOLDER, { create: true });
  await removeOld(folder);
  const [chance = 0] = crypto.getRandomValues(new Uint32Array(1));
  const name = `${Date.now()}-${chance}`;
  const handle = await folder.getFileHandle(name, { create: true });
  const remove = () => folder.removeEntry(name);
  const file = await scratchFile(handle, spare).catch(async (error: unknown) => {
    await remove().catch(() => {});
    throw error;
  });
  return {
    write: file.write,
    async close() {
      await file.close();
      return await handle.getFile();
    },
    async remove() {
      await file.close().catch(() => {});
      await remove();
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
