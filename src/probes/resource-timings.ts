import type { Clock } from '../core/probe.ts';
import { type Millis, millis } from '../core/units.ts';

/** How long the browser may take to hand over an entry after the body's last byte was read. */
const ENTRY_WITHIN_MS = 300;
/** `startTime` is taken inside `fetch()`, so no earlier than `sent`, but clocks are coarse. */
const CLOCK_SLACK_MS = 1.1;
/** Nor does it begin much later than that: what does is another request's. */
const STARTS_WITHIN_MS = 50;
const KEPT_ENTRIES = 200;

interface Wanted {
  url: string;
  sentMs: Millis;
  found(entry: PerformanceResourceTiming | undefined): void;
}

/**
 * Finds the browser's Resource Timing entry of a request. The observer sees
 * entries beyond the buffer's 250 (at which the buffer stops silently), and the
 * buffer is cleared so that days of probing do not fill it.
 */
export class ResourceTimings {
  readonly #clock: Clock;
  readonly #observer: PerformanceObserver;
  #entries: PerformanceResourceTiming[] = [];
  #wanted: Wanted[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#observer = new PerformanceObserver((list) => this.#take(list.getEntries()));
    this.#observer.observe({ type: 'resource', buffered: false });
  }

  /** The entry of the request for `url` that was sent at `sentMs`, or nothing if the browser leaves none. */
  find(url: string, sentMs: Millis): Promise<PerformanceResourceTiming | undefined> {
    this.#take(this.#observer.takeRecords());
    const known = this.#claim(url, sentMs);
    if (known !== undefined) return Promise.resolve(known);
    return new Promise((resolve) => {
      const wanted: Wanted = {
        url,
        sentMs,
        found: (entry) => {
          cancel();
          this.#wanted = this.#wanted.filter((other) => other !== wanted);
          resolve(entry);
        },
      };
      const cancel = this.#clock.at(millis(this.#clock.now() + ENTRY_WITHIN_MS), () =>
        wanted.found(undefined),
      );
      this.#wanted.push(wanted);
    });
  }

  close(): void {
    this.#observer.disconnect();
    for (const wanted of [...this.#wanted]) wanted.found(undefined);
  }

  #take(list: PerformanceEntryList): void {
    for (const entry of list) if (entry instanceof PerformanceResourceTiming) this.#entries.push(entry);
    this.#entries = this.#entries.slice(-KEPT_ENTRIES);
    performance.clearResourceTimings();
    for (const wanted of [...this.#wanted]) {
      const entry = this.#claim(wanted.url, wanted.sentMs);
      if (entry !== undefined) wanted.found(entry);
    }
  }

  /** Each entry belongs to one request: the one of its address that was sent closest before it began. */
  #claim(url: string, sentMs: Millis): PerformanceResourceTiming | undefined {
    let best: PerformanceResourceTiming | undefined;
    for (const entry of this.#entries) {
      const after = entry.startTime - sentMs;
      if (entry.name !== url || after < -CLOCK_SLACK_MS || after > STARTS_WITHIN_MS) continue;
      if (best === undefined || entry.startTime < best.startTime) best = entry;
    }
    if (best !== undefined) this.#entries = this.#entries.filter((entry) => entry !== best);
    return best;
  }
}
