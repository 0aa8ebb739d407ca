import { freeBytes } from './storage-room.ts';
import { isFull } from './store-trouble.ts';

const FOLDER = 'reserve';
const MEGABYTE = 1 << 20;
/**
 * Kept for the end: the last samples, their sealing, and what a database needs to write them at all. As
 * much is looked for now and then, which a database may want at once when it puts itself in order. Less
 * of both, down to the least, where the browser or the disk gives little.
 */
const MOST_MEGABYTES = 16;
const LEAST_MEGABYTES = 1;
const LENT_MEGABYTES = 2;
/** Of what the browser gives. */
const SHARE = 1 / 8;
/** What one call gives at most. */
const RANDOM_BYTES = 65_536;

interface KeptFile {
  access: FileSystemSyncAccessHandle;
  megabyte: Uint8Array<ArrayBuffer>;
  remove(): Promise<void>;
}

/**
 * Sees that the disk is full before the database meets it. A write that fails for want of room costs
 * Chromium more than that write: it clears the whole origin at once, unless it promised to keep it, and a
 * log that the write tore is taken for a broken database at the second start after it. So room is looked
 * for in a file of the origin beside the database, where a failure is harmless, and some is kept there to
 * be given up at once. Only in workers; nothing is kept or found missing where there are no such files
 * (insecure contexts).
 */
export class RoomReserve {
  #file: KeptFile | undefined;
  #state: 'open' | 'full' | 'unable' = 'unable';
  #most = MOST_MEGABYTES;
  #kept = 0;
  /** Of what is kept, while something is written. */
  #lent = 0;

  static async open(): Promise<RoomReserve> {
    const reserve = new RoomReserve();
    await reserve.#open();
    return reserve;
  }

  /** Whether there is room for so much now. */
  static async hasRoom(megabytes: number): Promise<boolean> {
    const reserve = await RoomReserve.open();
    const hasRoom = reserve.hasNext(megabytes);
    reserve.release();
    return hasRoom;
  }

  /** Whether room is kept for the end; true where nothing can be. */
  get isKept(): boolean {
    return this.#kept > 0 || this.#state === 'unable';
  }

  /** Takes the room for the end from the disk, and as much must be left. False where there is too little: then nothing is taken. */
  async keep(): Promise<boolean> {
    if (this.isKept) return true;
    await this.#open();
    if (this.#state !== 'open') return this.#state === 'unable';
    for (let most = this.#most; most >= LEAST_MEGABYTES && this.#kept === 0; most = Math.floor(most / 2))
      if (this.#fits(0, 2 * most)) this.#kept = most;
    this.#cut();
    return this.#kept > 0;
  }

  /** Whether the next write, of so much, finds room. Takes a millisecond or less for each. */
  hasNext(megabytes = 1): boolean {
    const fits = this.#fits(this.#kept - this.#lent, megabytes);
    this.#cut();
    return fits;
  }

  /** Whether there is room for a while. Takes some milliseconds. */
  hasAhead(): boolean {
    return this.hasNext(this.#kept);
  }

  /** Gives some of the kept room away for the time of a write: what fills the disk meanwhile takes it first. */
  lend(): void {
    this.#lent = Math.min(this.#kept, LENT_MEGABYTES);
    this.#cut();
  }

  /** Takes it again; false where the disk has filled up. Takes a millisecond or two. */
  takeBack(): boolean {
    const fits = this.#fits(this.#kept - this.#lent, this.#lent);
    if (fits) this.#lent = 0;
    this.#cut();
    return fits;
  }

  /** Gives the kept room back to the disk, at once; then it looks no more until `keep`. */
  release(): void {
    this.#kept = 0;
    this.#lent = 0;
    this.#cut();
    // Browsers count the room as taken until the file is closed.
    this.#file?.access.close();
    void this.#file?.remove();
    this.#file = undefined;
  }

  async #open(): Promise<void> {
    const opened = this.#file ?? (await openFile());
    this.#file = typeof opened === 'string' ? undefined : opened;
    this.#state = typeof opened === 'string' ? opened : 'open';
    const share = (((await freeBytes()) ?? Number.POSITIVE_INFINITY) * SHARE) / MEGABYTE;
    this.#most = Math.max(LEAST_MEGABYTES, Math.min(MOST_MEGABYTES, Math.floor(share)));
  }

  #fits(from: number, megabytes: number): boolean {
    if (this.#file === undefined) return this.#state !== 'full';
    const { access, megabyte } = this.#file;
    try {
      for (let i = 0; i < megabytes; i += 1) {
        // A full disk takes a part of it, or throws; Chromium may also answer 2^32 less an error's number.
        if (access.write(megabyte, { at: (from + i) * MEGABYTE }) !== MEGABYTE) return false;
      }
      return true;
    } catch {
      return false;
    }
  }

  /** Leaves what is kept. */
  #cut(): void {
    try {
      this.#file?.access.truncate((this.#kept - this.#lent) * MEGABYTE);
    } catch {
      // The browser has taken the file away, and its room is free.
    }
  }
}

/** Bytes that no file system makes smaller. */
function chance(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(MEGABYTE);
  for (let at = 0; at < MEGABYTE; at += RANDOM_BYTES)
    crypto.getRandomValues(bytes.subarray(at, at + RANDOM_BYTES));
  return bytes;
}

/** A file of this worker alone; `unable`: there are none in insecure contexts and some private windows. */
async function openFile(): Promise<KeptFile | 'full' | 'unable'> {
  try {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle(FOLDER, { create: true });
    // What a killed worker left; a file that another one holds cannot be removed.
    for await (const name of folder.keys()) await folder.removeEntry(name).catch(() => {});
    const name = crypto.getRandomValues(new Uint32Array(2)).join('-');
    const handle = await folder.getFileHandle(name, { create: true });
    const access = await handle.createSyncAccessHandle();
    return { access, megabyte: chance(), remove: () => folder.removeEntry(name).catch(() => {}) };
  } catch (error) {
    return isFull(error) ? 'full' : 'unable';
  }
}
