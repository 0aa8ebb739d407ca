import type { Spare } from '../../report/csv/spare.ts';

/** So many bytes may wait for the disk. */
const MOST_WAITING = 4 << 20;

/** What the worker behind it is told. */
export type ToWriter =
  | { open: FileSystemFileHandle }
  | { write: Uint8Array<ArrayBuffer>; isOwn: boolean }
  | { close: true };

/** Its answer to each. */
export interface Written {
  problem?: string | undefined;
  /** Of what was written, where it was given away. */
  memory?: ArrayBuffer | undefined;
}

/** A file of the origin's private file system that is being written, by one who waits for each answer. */
export interface ScratchFile {
  /** Resolves as soon as more may come. With `isOwn` the memory of the piece is given away. Rejects with what went wrong with this one, or one before. */
  write(piece: Uint8Array<ArrayBuffer>, isOwn: boolean): Promise<void>;
  /** After the last piece. Rejects where not all of them are in the file. */
  close(): Promise<void>;
}

/** Opens a file for writing, in a worker of its own. The memory of what is given away goes to `spare`. */
export async function scratchFile(handle: FileSystemFileHandle, spare: Spare): Promise<ScratchFile> {
  const worker = new Worker(new URL('./scratch-writer.ts', import.meta.url), { type: 'module' });
  /** Bytes of each order that is not answered yet, in their sequence. */
  const asked: number[] = [];
  let waiting = 0;
  let problem: string | undefined;
  /** Nothing will be answered any more. */
  let isGone = false;
  let wake = () => {};
  worker.onmessage = ({ data: { memory, problem: found } }: MessageEvent<Written>) => {
    if (memory !== undefined) spare.give(memory);
    problem ??= found;
    waiting -= asked.shift() ?? 0;
    wake();
  };
  worker.onerror = (event) => {
    event.preventDefault();
    problem ??= event.message || 'What writes the file could not be loaded. Try again.';
    isGone = true;
    wake();
  };
  const ask = (order: ToWriter, bytes = 0, memory: ArrayBuffer[] = []) => {
    asked.push(bytes);
    waiting += bytes;
    worker.postMessage(order, memory);
  };
  const until = async (isEnough: () => boolean) => {
    while (!isGone && !isEnough()) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  const isAllAnswered = () => asked.length === 0;
  const check = () => {
    if (problem !== undefined) throw new Error(problem);
  };
  let isClosed = false;
  const file: ScratchFile = {
    async write(piece, isOwn) {
      ask({ write: piece, isOwn }, piece.length, isOwn ? [piece.buffer] : []);
      await until(() => problem !== undefined || waiting <= MOST_WAITING);
      check();
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      ask({ close: true });
      // Also after a failure: as long as the worker holds the file, nobody can remove it.
      await until(isAllAnswered);
      worker.terminate();
      check();
    },
  };
  try {
    ask({ open: handle });
    await until(isAllAnswered);
    check();
  } catch (error) {
    worker.terminate();
    throw error;
  }
  return file;
}
