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
