const LOCK = 'dishprobe-import';

/** One import at a time in this browser: what another tab is storing is not left over. */
export async function alone<T>(task: () => Promise<T>): Promise<T> {
  // Web Locks exist in secure contexts only.
  return navigator.locks === undefined ? await task() : await navigator.locks.request(LOCK, task);
}
