import { type Fit, openReserveFile, PIECE_BYTES, type ReserveFile } from './reserve-file.ts';
import { freeBytes } from './storage-room.ts';

const MEGABYTE = 1 << 20;
const PIECES_OF_MEGABYTE = MEGABYTE / PIECE_BYTES;
/**
 * Kept for the end: the last samples, their sealing, and what a database needs to write them at all. As
 * much is looked for now and then, which a database may want at once when it puts itself in order. Less
 * of both, down to the least, where the browser or the disk gives little.
 */
const MOST_MEGABYTES = 16;
const LEAST_MEGABYTES = 1;
/** The room of a write: taken and given again at each, so that more would wear the disk, and hold up probes. */
const LENT_PIECES = 1;
/** Of what the browser gives. */
const SHARE = 1 / 8;
/** Held by a worker that takes much room for a moment, to see that it is there. */
const LOOK_LOCK = 'dishprobe-room-look';

/**
 * Sees that the disk is full before the database meets it. A write that fails for want of room costs
 * Chromium more than that write: it clears the whole origin at once, unless it promised to keep it, and a
 * log that the write tore is taken for a broken database at the second start after it. So room is looked
 * for in a file of the origin beside the database, where a failure is harmless, and some is kept there to
 * be given up at once. Only in workers; nothing is kept or found missing where there are no such files
 * (insecure contexts).
 */
export class RoomReserve {
  #file: ReserveFile | undefined;
  #state: 'open' | 'full' | 'unable' = 'unable';
  #most = MOST_MEGABYTES;
  /** In pieces, as what is lent of it. */
  #kept = 0;
  #lent = 0;
  #releases = 0;

  static async open(): Promise<RoomReserve> {
    const reserve = new RoomReserve();
    await reserve.#open();
    return reserve;
  }

  /** Whether there is room for so much now. */
  static hasRoom(megabytes: number): Promise<boolean> {
    return whileLooking(async () => {
      const reserve = await RoomReserve.open();
      const hasRoom = await reserve.hasNext(megabytes);
      reserve.release();
      return hasRoom;
    });
  }

  /** Resolves once no other worker takes room for a look, which `hasRoom` gives back at once. */
  afterLooks(): Promise<void> {
    return whileLooking(async () => {});
  }

  /** Whether room is kept for the end; true where nothing can be. */
  get isKept(): boolean {
    return this.#kept > 0 || this.#state === 'unable';
  }

  /** Takes the room for the end from the disk, and as much must be left. False where there is too little: then nothing is taken. */
  async keep(): Promise<boolean> {
    if (this.isKept) return true;
    await this.#open();
    let fits = false;
    for (let most = this.#most; most >= LEAST_MEGABYTES && !fits; most = Math.floor(most / 2)) {
      if (this.#state !== 'open') break;
      const pieces = most * PIECES_OF_MEGABYTE;
      fits = await this.#fits(0, 2 * pieces);
      if (fits && this.#file !== undefined) this.#kept = pieces;
    }
    this.#cut();
    return fits || this.#state === 'unable';
  }

  /** Whether so much is left beside what is kept. Takes a millisecond or less for each. */
  async hasNext(megabytes: number): Promise<boolean> {
    const fits = await this.#fits(this.#kept - this.#lent, megabytes * PIECES_OF_MEGABYTE);
    this.#cut();
    return fits;
  }

  /** Whether there is room for a while. Takes some milliseconds. */
  async hasAhead(): Promise<boolean> {
    return await this.hasNext(this.#kept / PIECES_OF_MEGABYTE);
  }

  /** Gives some of the kept room away for a write: what fills the disk meanwhile takes it first. */
  lend(): void {
    this.#lent = Math.min(this.#kept, LENT_PIECES);
    this.#cut();
  }

  /** Takes it again; false where the disk has filled up. Takes half a millisecond or so. */
  async takeBack(): Promise<boolean> {
    const fits = await this.#fits(this.#kept - this.#lent, this.#lent);
    if (fits) this.#lent = 0;
    this.#cut();
    return fits;
  }

  /** Gives the kept room back to the disk, at once; then it looks no more until `keep`. */
  release(): void {
    this.#releases += 1;
    this.#kept = 0;
    this.#lent = 0;
    this.#close();
  }

  #close(): void {
    this.#file?.remove();
    this.#file = undefined;
  }

  async #open(): Promise<void> {
    const opened = this.#file ?? (await openReserveFile());
    this.#file = typeof opened === 'string' ? undefined : opened;
    this.#state = typeof opened === 'string' ? opened : 'open';
    const share = (((await freeBytes()) ?? Number.POSITIVE_INFINITY) * SHARE) / MEGABYTE;
    this.#most = Math.max(LEAST_MEGABYTES, Math.min(MOST_MEGABYTES, Math.floor(share)));
  }

  /** A file that has gone bad, or was taken away, says nothing of the disk: another one is asked, once. */
  async #fits(from: number, pieces: number): Promise<boolean> {
    const fit = this.#fill(from, pieces);
    if (fit !== 'broken') return fit === 'room';
    const before = this.#releases;
    this.#close();
    await this.#open();
    // There were such files before: that there are none now may well be for want of room.
    if (this.#state === 'unable') this.#state = 'full';
    if (this.#releases === before) return this.#fill(0, from + pieces) === 'room';
    // It was released meanwhile.
    this.#close();
    return true;
  }

  #fill(from: number, pieces: number): Fit {
    if (this.#file === undefined) return this.#state === 'full' ? 'full' : 'room';
    return this.#file.fill(from, pieces);
  }

  /** Leaves what is kept. */
  #cut(): void {
    this.#file?.cut(this.#kept - this.#lent);
  }
}

/** One look at a time. Where there are no locks, there are no files to look with either. */
async function whileLooking<T>(task: () => Promise<T>): Promise<T> {
  return await (navigator.locks === undefined ? task() : navigator.locks.request(LOOK_LOCK, task));
}
