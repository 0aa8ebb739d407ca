const LOCK = 'dishprobe-import';

/** One import at a time in this browser: what another tab is storing is not left over. */
export async function alone<T>(task: () => Promise<T>): Promise<T> {
  // Web Locks exist in secure contexts only.
  return navigator.locks === undefined ? await task() : await navigator.locks.request(LOCK, task);
}

/** As the store makes them. */
export function newId(): string {
  const [chance = 0] = crypto.getRandomValues(new Uint32Array(1));
  return `${Date.now().toString(36)}-${chance.toString(36)}`;
}

const PIECE_BYTES = 4 << 20;

/** The bytes of a file, some megabytes at a time. `onProgress` gets a share from 0 to 1. */
export async function* piecesOf(
  file: File,
  onProgress: (share: number) => void,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < file.size; at += PIECE_BYTES) {
    yield new Uint8Array(await file.slice(at, at + PIECE_BYTES).arrayBuffer());
    onProgress(Math.min(1, (at + PIECE_BYTES) / file.size));
  }
}
