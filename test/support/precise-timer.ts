/** `setTimeout` counts whole milliseconds and may fire one early or late: the rest is waited out in short turns. */
const COARSE_MARGIN_MS = 2;

/** Runs `task` once `performance.now()` has reached `atMs`, within a fraction of a millisecond of it on an idle machine. */
export function runAt(atMs: number, task: () => void): () => void {
  let timeout: NodeJS.Timeout | undefined;
  let immediate: NodeJS.Immediate | undefined;
  const turn = (): void => {
    const leftMs = atMs - performance.now();
    if (leftMs <= 0) task();
    else if (leftMs > COARSE_MARGIN_MS) timeout = setTimeout(turn, leftMs - COARSE_MARGIN_MS);
    else immediate = setImmediate(turn);
  };
  turn();
  return () => {
    clearTimeout(timeout);
    clearImmediate(immediate);
  };
}
