import type { Spare } from '../../report/csv/spare.ts';

/** Where an export is written to, piece by piece. */
export interface Sink {
  /** With `isOwn` nobody else uses the memory of the piece, which may be gone afterwards. */
  write(piece: Uint8Array<ArrayBuffer>, isOwn?: boolean): Promise<void>;
  /** After the last piece: the file to hand to the downloads, or nothing where it lies in its place already. */
  close(type: string): Promise<Blob | undefined>;
  /** Leaves nothing behind. */
  abort(): Promise<void>;
}

/** What a file that somebody chose needs for it to be written from here. */
export type SaveHandle = FileSystemFileHandle;

/**
 * Writes to the file that was chosen. Until it is closed the browser keeps what
 * comes in a file of its own, so that one that is aborted is as it was before; one
 * that was made for it is removed. The memory of what is written goes to `spare`.
 */
export async function chosenFile(handle: SaveHandle, spare: Spare): Promise<Sink> {
  const isNew = (await handle.getFile()).size === 0;
  const stream = await handle.createWritable();
  return {
    async write(piece, isOwn = false) {
      await stream.write(piece);
      if (isOwn) spare.give(piece.buffer);
    },
    async close() {
      await stream.close();
      return undefined;
    },
    async abort() {
      await stream.abort().catch(() => {});
      if (isNew && 'remove' in handle && typeof handle.remove === 'function') await handle.remove();
    },
  };
}
