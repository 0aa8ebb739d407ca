import type { Clock } from '../core/probe.ts';
import { epochMillis, type Millis, millis } from '../core/units.ts';

/**
 * The clocks of this worker. `now()` shares its zero with Resource Timing.
 * Timers fire up to 0.8 ms early, and browsers hold timers that are set from
 * timers back to 4 ms (HTML, timer nesting): so each task runs from a message,
 * which is no timer, and waits out what is left in messages to itself.
 */
export function createClock(): Clock {
  const channel = new MessageChannel();
  let queue: (() => void)[] = [];
  channel.port1.onmessage = () => {
    const tasks = queue;
    queue = [];
    for (const task of tasks) task();
  };
  const post = (task: () => void) => {
    if (queue.push(task) === 1) channel.port2.postMessage(0);
  };
  const now = () => millis(performance.now());
  return {
    now,
    epochNow: () => epochMillis(Date.now()),
    at(due: Millis, task: () => void) {
      let cancelled = false;
      const run = () => {
        if (cancelled) return;
        if (performance.now() < due) post(run);
        else task();
      };
      const timer = setTimeout(() => post(run), Math.max(0, due - performance.now()));
      return () => {
        cancelled = true;
        clearTimeout(timer);
      };
    },
  };
}

/** The smallest step of the monotonic clock that is seen within some thousand readings, in ms. */
export function measureClockResolution(): number {
  let smallest = Number.POSITIVE_INFINITY;
  let last = performance.now();
  const giveUpAt = last + 50;
  for (let steps = 0; steps < 20 && last < giveUpAt; ) {
    const next = performance.now();
    if (next > last) {
      smallest = Math.min(smallest, next - last);
      steps += 1;
    }
    last = next;
  }
  return Number.isFinite(smallest) ? Math.round(smallest * 1e6) / 1e6 : 0;
}
