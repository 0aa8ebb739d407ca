import type { Clock } from '../core/probe.ts';
import { epochMillis, type Millis, millis } from '../core/units.ts';

/** What is left when a timer fired early is waited out in messages; more than this is left to another timer. */
const SPIN_MS = 2;
/** Browsers take a longer delay for none at all (HTML: a signed 32-bit number). */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

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
    for (const task of tasks) {
      try {
        task();
      } catch (error) {
        // One fault takes no task behind it along; `catchFaults` keeps it from ending the worker.
        reportError(error);
      }
    }
  };
  const post = (task: () => void) => {
    if (queue.push(task) === 1) channel.port2.postMessage(0);
  };
  const now = () => millis(performance.now());
  return {
    now,
    epochNow: () => epochMillis(Date.now()),
    at(due: Millis, task: () => void) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      let cancelled = false;
      const wait = () => {
        const leftMs = Math.min(LONGEST_TIMER_MS, due - performance.now());
        timer = setTimeout(() => post(run), Math.max(0, leftMs));
      };
      const run = () => {
        if (cancelled) return;
        const leftMs = due - performance.now();
        if (leftMs <= 0) task();
        else if (leftMs < SPIN_MS) post(run);
        else wait();
      };
      // What is due already needs no timer: it is the next message.
      if (due <= performance.now()) post(run);
      else wait();
      return () => {
        cancelled = true;
        clearTimeout(timer);
      };
    },
  };
}

/** A clock that stands still for so many readings has no step that could be waited for. */
const MOST_READINGS = 20_000_000;

/** The smallest step of the monotonic clock that is seen within 50 ms, in ms; nothing where it does not move. */
export function measureClockResolution(now: () => number = () => performance.now()): number | undefined {
  let smallest = Number.POSITIVE_INFINITY;
  let last = now();
  const giveUpAt = last + 50;
  for (
    let steps = 0, readings = 0;
    steps < 20 && last < giveUpAt && readings < MOST_READINGS;
    readings += 1
  ) {
    const next = now();
    if (next > last) {
      smallest = Math.min(smallest, next - last);
      steps += 1;
    }
    last = next;
  }
  const rounded = Math.round(smallest * 1e6) / 1e6;
  return Number.isFinite(smallest) && rounded > 0 ? rounded : undefined;
}
