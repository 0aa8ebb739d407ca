import type { Clock } from '../core/probe.ts';

/** Longest time in ms for which reading one answer keeps all else of the worker waiting. */
const TURN_MS = 20;
/** A read that took this long in ms was waited for, and all else had its turn meanwhile. */
const WAITED_MS = 1;

/**
 * A server that sends faster than its answer is read never lets a reading loop
 * wait: each read resolves at once, in a microtask, so that no timer runs, the
 * timeout of this very request included. The function returned reads through
 * `read`, and lets all else run first where the loop has held the worker for 20 ms.
 */
export function breather(clock: Clock): <T>(read: () => Promise<T>) => Promise<T> {
  let since = clock.now();
  return async (read) => {
    if (clock.now() - since > TURN_MS) {
      await new Promise<void>((resolve) => clock.at(clock.now(), resolve));
      since = clock.now();
    }
    const askedMs = clock.now();
    const result = await read();
    if (clock.now() - askedMs >= WAITED_MS) since = clock.now();
    return result;
  };
}
