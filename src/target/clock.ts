/** Milliseconds that a Node timer may be late; the rest of a wait is polled. */
const POLL_MS = 1.5;

let wallLessMono = Date.now() - performance.now();

/** The monotonic clock in ms. */
export function monoNow(): number {
  return performance.now();
}

/**
 * The wall clock, Unix time in ms with fractions. `Date.now()` alone steps by whole milliseconds;
 * the monotonic clock fills in the fraction and every step or drift of the wall clock is followed.
 */
export function epochNow(): number {
  const mono = performance.now();
  const wall = Date.now();
  const least = wall - mono;
  wallLessMono = Math.min(Math.max(wallLessMono, least), least + 1);
  return mono + wallLessMono;
}

/**
 * Runs a task once the monotonic clock has reached `dueMonoMs`, never before and seldom 0.1 ms
 * after: `setTimeout` counts whole milliseconds, so it ends early and the last stretch is polled.
 * Never runs it within the call. Returns a function that cancels.
 */
export function runAt(dueMonoMs: number, task: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let poll: NodeJS.Immediate | undefined;
  const step = () => {
    const leftMs = dueMonoMs - performance.now();
    if (leftMs > POLL_MS) timer = setTimeout(step, leftMs - POLL_MS);
    else if (leftMs > 0) poll = setImmediate(step);
    else task();
  };
  const leftMs = dueMonoMs - performance.now();
  if (leftMs > POLL_MS) timer = setTimeout(step, leftMs - POLL_MS);
  else poll = setImmediate(step);
  return () => {
    clearTimeout(timer);
    clearImmediate(poll);
  };
}

/** Resolves once the monotonic clock has reached `dueMonoMs`, or as soon as `signal` aborts. */
export function waitUntil(dueMonoMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = () => {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const cancel = runAt(dueMonoMs, done);
    signal.addEventListener('abort', done);
  });
}
