import { monoNow, waitUntil } from '../clock.ts';
import { type Pace, tokenText } from './pace.ts';

/** When an answer was made, readings of the monotonic clock in ms. */
export interface Made {
  startMonoMs: number;
  firstTokenMonoMs: number;
  endMonoMs: number;
}

/**
 * Runs a simulated answer: waits for the prompt to be read, then calls `take` with each token when
 * it is due. Due times add up from the start, so that a late timer delays one token, not all that
 * follow. Gives `undefined` when `signal` aborted, at once.
 */
export async function generate(
  seed: number,
  request: number,
  pace: Pace,
  signal: AbortSignal,
  take: (text: string) => Promise<void> | void,
): Promise<Made | undefined> {
  const startMonoMs = monoNow();
  let dueMonoMs = startMonoMs + pace.queueMs + pace.prefillMs;
  let firstTokenMonoMs = dueMonoMs;
  for (let token = 0; token < pace.outputTokens; token += 1) {
    if (token > 0) dueMonoMs += pace.gapMs(token);
    await waitUntil(dueMonoMs, signal);
    if (signal.aborted) return undefined;
    if (token === 0) firstTokenMonoMs = monoNow();
    await take(tokenText(seed, request, token));
  }
  return { startMonoMs, firstTokenMonoMs, endMonoMs: monoNow() };
}
