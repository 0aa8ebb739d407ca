/** The disk or the quota of this origin is used up. */
export function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}

/** A sentence for the page while samples cannot be written. */
export function troubleOf(error: unknown): string {
  if (isFull(error))
    return 'The disk or the browser\u2019s quota is full. Export and delete campaigns to make room.';
  const detail = error instanceof Error ? error.message : String(error);
  return `Samples cannot be written to disk at the moment and are kept in memory (${detail}).`;
}
