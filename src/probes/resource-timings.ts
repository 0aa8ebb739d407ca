import type { Clock } from '../core/probe.ts';
import { type Millis, millis } from '../core/units.ts';

/** How long the browser may take to hand over an entry after the body's last byte was read. */
const ENTRY_WITHIN_MS = 300;
/** `startTime` is taken inside `fetch()`, so no earlier than `sent`, but clocks are coarse. */
const CLOCK_SLACK_MS = 1.1;
/** Firefox begins the requests of its workers on a page's thread, which may be busy for a good part of a second. */
const STARTS_WITHIN_MS = 1000;
/** Requests that nobody waits for any more, whose entry may still come. */
const DROPPED_KEPT = 200;

/** The browser's record of one request that was announced. */
export interface ExpectedEntry {
  /** No other request of this worker to the same host has been on its way beside this one. */
  readonly alone: boolean;
  /**
   * To be called once the answer was read. Resolves with nothing where the browser leaves no entry
   * within `withinMs`; may be asked again.
   */
  entry(withinMs?: number): Promise<PerformanceResourceTiming | undefined>;
  /** Nobody waits for the entry any more; it still belongs to this request alone. */
  drop(): void;
}

interface Expected {
  url: string;
  origin: string;
  sentMs: Millis;
  entry?: PerformanceResourceTiming;
  dropped: boolean;
  alone: boolean;
  found(): void;
}

/**
 * Finds the browser's Resource Timing entry of a request. The observer sees
 * entries beyond the buffer's 250 (at which the buffer stops silently), and the
 * buffer is cleared so that days of probing do not fill it. Each request is
 * announced before it is sent, so that every entry has one owner: the request
 * of its address that was sent last before it began. The entry of an aborted
 * request, which has no phases and a made-up end, is its own and nobody else's;
 * entries without an owner are not kept.
 */
export class ResourceTimings {
  readonly #clock: Clock;
  readonly #observer: PerformanceObserver;
  #expected: Expected[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#observer = new PerformanceObserver((list) => this.#take(list.getEntries()));
    this.#observer.observe({ type: 'resource', buffered: false });
  }

  /** Announces a request for `url`, as Resource Timing names it, that is sent at `sentMs`. */
  expect(url: string, sentMs: Millis): ExpectedEntry {
    const origin = URL.canParse(url) ? new URL(url).origin : url;
    const beside = this.#expected.filter((other) => !other.dropped && other.origin === origin);
    for (const other of beside) other.alone = false;
    const alone = beside.length === 0;
    const expected: Expected = { url, origin, sentMs, dropped: false, alone, found: () => {} };
    this.#expected.push(expected);
    const drop = () => this.#drop(expected);
    return {
      get alone() {
        return expected.alone;
      },
      drop,
      entry: async (withinMs = ENTRY_WITHIN_MS) => {
        this.#take(this.#observer.takeRecords());
        if (expected.entry === undefined) await this.#wait(expected, withinMs);
        drop();
        return expected.entry;
      },
    };
  }

  /** How many announced requests have no entry yet. */
  get waiting(): number {
    return this.#expected.length;
  }

  close(): void {
    this.#observer.disconnect();
    for (const expected of [...this.#expected]) expected.found();
    this.#expected = [];
  }

  #wait(expected: Expected, withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#clock.at(millis(this.#clock.now() + withinMs), () => expected.found());
      expected.found = () => {
        cancel();
        resolve();
      };
    });
  }

  #drop(expected: Expected): void {
    if (expected.entry !== undefined) return;
    expected.dropped = true;
    const dropped = this.#expected.filter((other) => other.dropped);
    const oldest = dropped.length > DROPPED_KEPT ? dropped[0] : undefined;
    if (oldest !== undefined) this.#expected = this.#expected.filter((other) => other !== oldest);
  }

  #take(list: PerformanceEntryList): void {
    if (list.length > 0) performance.clearResourceTimings();
    for (const entry of list) {
      if (!(entry instanceof PerformanceResourceTiming)) continue;
      const owner = this.#ownerOf(entry);
      if (owner === undefined) continue;
      this.#expected = this.#expected.filter((other) => other !== owner);
      owner.entry = entry;
      owner.found();
    }
  }

  #ownerOf({ name, startTime }: PerformanceResourceTiming): Expected | undefined {
    let before: Expected | undefined;
    let justAfter: Expected | undefined;
    for (const expected of this.#expected) {
      const after = startTime - expected.sentMs;
      if (expected.url !== name || after > STARTS_WITHIN_MS || after < -CLOCK_SLACK_MS) continue;
      if (after < 0) justAfter ??= expected;
      else if (before === undefined || expected.sentMs > before.sentMs) before = expected;
    }
    return before ?? justAfter;
  }
}
