import { isFull } from '../store-trouble.ts';
import type { ToWriter, Written } from './scratch-file.ts';

const FULL =
  'The disk, or the storage that the browser gives this page, is full. Delete campaigns or files, or choose a place for the file.';

/**
 * The entry of a worker that does nothing but write a file of an export: a write waits for the disk,
 * and what makes the bytes goes on meanwhile. Each message is answered, in its order, with what went
 * wrong or `undefined`, and with the memory that was given away.
 */
let access: FileSystemSyncAccessHandle | undefined;
let before = Promise.resolve();

async function obey(order: ToWriter): Promise<void> {
  if ('open' in order) access = await order.open.createSyncAccessHandle();
  else if ('close' in order) access?.close();
  // A full disk may take a part of it, or throw.
  else if (access?.write(order.write) !== order.write.length) throw new Error(FULL);
}

/** Browsers say that there is no room in words of their own, which name no mend. */
function sentenceOf(error: unknown): string {
  if (isFull(error)) return FULL;
  return error instanceof Error ? error.message : String(error);
}

self.onmessage = ({ data }: MessageEvent<ToWriter>) => {
  const memory = 'write' in data && data.isOwn ? data.write.buffer : undefined;
  const answer = (problem?: string) =>
    self.postMessage({ problem, memory } satisfies Written, {
      transfer: memory === undefined ? [] : [memory],
    });
  before = before
    .then(() => obey(data))
    .then(
      () => answer(),
      (error: unknown) => answer(sentenceOf(error)),
    );
};
