import { isFull } from './store-trouble.ts';

const FOLDER = 'reserve';
/** In which the room is taken and given. */
export const PIECE_BYTES = 1 << 19;
/** What one call gives at most. */
const RANDOM_BYTES = 65_536;

/** `broken`: that tells nothing of the disk. */
export type Fit = 'room' | 'full' | 'broken';

/** A file of this worker alone, of pieces of bytes. */
export interface ReserveFile {
  /** Writes so many pieces behind the first `from`. */
  fill(from: number, pieces: number): Fit;
  /** Leaves the first so many pieces. */
  cut(pieces: number): void;
  /** Gives all of it back at once. */
  remove(): void;
}

/** `unable`: there are no such files in insecure contexts and some private windows. */
export async function openReserveFile(): Promise<ReserveFile | 'full' | 'unable'> {
  try {
    // A second time: another worker that clears up may remove the file in the moment before it is held.
    return await open().catch(open);
  } catch (error) {
    return isFull(error) ? 'full' : 'unable';
  }
}

async function open(): Promise<ReserveFile> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(FOLDER, { create: true });
  // What a killed worker left; a file that another one holds cannot be removed.
  for await (const name of folder.keys()) await folder.removeEntry(name).catch(() => {});
  const name = crypto.getRandomValues(new Uint32Array(2)).join('-');
  const handle = await folder.getFileHandle(name, { create: true });
  const access = await handle.createSyncAccessHandle();
  const piece = chance();
  const cut = (pieces: number) => {
    try {
      access.truncate(pieces * PIECE_BYTES);
    } catch {
      // The browser has taken the file away, and its room is free.
    }
  };
  return {
    fill(from, pieces) {
      try {
        for (let i = from; i < from + pieces; i += 1) {
          // A full disk takes a part of it, or throws; Chromium may also answer 2^32 less an error's number.
          if (access.write(piece, { at: i * PIECE_BYTES }) !== PIECE_BYTES) return 'full';
        }
        return 'room';
      } catch (error) {
        return isFull(error) ? 'full' : 'broken';
      }
    },
    cut,
    remove() {
      // The file itself goes later; and browsers count its room as taken until it is closed.
      cut(0);
      access.close();
      void folder.removeEntry(name).catch(() => {});
    },
  };
}

/** Bytes that no file system makes smaller. */
function chance(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(PIECE_BYTES);
  for (let at = 0; at < PIECE_BYTES; at += RANDOM_BYTES)
    crypto.getRandomValues(bytes.subarray(at, at + RANDOM_BYTES));
  return bytes;
}
