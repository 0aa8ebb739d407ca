import type { Writable } from 'node:stream';

/** Writes pieces one after the other, as fast as the reader takes them, until `next` has no more or nobody reads. */
export function pump(to: Writable, next: () => Uint8Array | string | undefined): void {
  const go = (): void => {
    for (;;) {
      const piece = to.destroyed ? undefined : next();
      if (piece === undefined) return;
      if (!to.write(piece)) break;
    }
    to.once('drain', go);
  };
  go();
}

/** Writes one piece each `everyMs`, as far as it is read, until the reader has gone. */
export function drip(to: Writable, everyMs: number, piece: Uint8Array | string): void {
  const timer = setInterval(() => to.writableNeedDrain || to.write(piece), everyMs);
  to.once('close', () => clearInterval(timer));
}
