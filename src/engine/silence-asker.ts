import { isHeldBack } from '../core/link/track.ts';
import type { Clock, KnockResult } from '../core/probe.ts';
import type { Sample } from '../core/sample.ts';
import { type Millis, millis } from '../core/units.ts';
import type { Lane } from './lane.ts';
import { SilenceWatch } from './silence-watch.ts';

/**
 * How long a knock may take. Browsers open one WebSocket to a host at a time
 * (RFC 6455, 4.1), so that one whose SYN was lost would hold up the next: it is
 * dropped when that is due, unless the link is so long that a connection needs more.
 */
const KNOCK_WITHIN_MS = 1000;
const LONGEST_KNOCK_MS = 3000;
/** TCP, TLS and the request take up to four round trips; the rest is for a busy link. */
const ROUND_TRIPS = 8;

export interface KnockAnswer extends KnockResult {
  durationMs: Millis;
}

/** Listens to what the probes hear, and in a silence asks over fresh connections whether the link is back. */
export class SilenceAsker {
  readonly #clock: Clock;
  readonly #measured: Lane[];
  readonly #answered: (probe: string, answer: KnockAnswer) => void;
  #watch: SilenceWatch;
  #usualMs = LONGEST_KNOCK_MS;

  constructor(clock: Clock, lanes: readonly Lane[], answered: (probe: string, answer: KnockAnswer) => void) {
    this.#clock = clock;
    this.#measured = lanes.filter((lane) => lane.spec.role !== 'control');
    this.#answered = answered;
    this.#watch = new SilenceWatch(clock.now());
  }

  /** What became of a due time of a probe that is not a control probe. */
  heard(sample: Sample): void {
    const answered = 'responseMs' in sample && sample.responseMs !== undefined;
    if (answered) this.#watch.arrived(this.#clock.now());
    if (sample.outcome === 'ok' && sample.ttftMs === undefined) this.#usualMs = sample.serviceMs;
    else if (sample.outcome === 'timeout' || (sample.outcome === 'failed' && !isHeldBack(sample)))
      this.#watch.lost();
  }

  /** Nothing is known about the time before: probing begins, or nobody was looking. */
  forget(): void {
    this.#watch = new SilenceWatch(this.#clock.now());
  }

  /** Since when nothing answers, on the monotonic clock. */
  since(): Millis | undefined {
    return this.#watch.silentSince(this.#clock.now(), this.#oldestInFlight());
  }

  /** Call several times a second. Knocks where one is due; never rejects. */
  async tick(): Promise<void> {
    const began = this.#clock.now();
    if (!this.#watch.knockDue(began, this.#oldestInFlight())) return;
    const lane = this.#knocker();
    if (lane === undefined) return;
    const answer = await lane.probe.knock(this.#knockWithinMs());
    if (answer.arrived) this.#watch.arrived(this.#clock.now(), true);
    this.#answered(lane.spec.name, { ...answer, durationMs: millis(this.#clock.now() - began) });
  }

  #knockWithinMs(): Millis {
    return millis(Math.min(LONGEST_KNOCK_MS, Math.max(KNOCK_WITHIN_MS, ROUND_TRIPS * this.#usualMs)));
  }

  /** A WebSocket connects anew each time; a fetch may be put on a connection that is stuck. */
  #knocker(): Lane | undefined {
    return this.#measured.find((lane) => lane.spec.kind === 'websocket') ?? this.#measured[0];
  }

  /** Of probes that are answered at once by their nature: a model that thinks is no silent link. */
  #oldestInFlight(): Millis | undefined {
    const sent = this.#measured
      .filter((lane) => lane.spec.kind !== 'chat')
      .map((lane) => lane.oldestSentMs())
      .filter((ms) => ms !== undefined);
    return sent.length === 0 ? undefined : millis(Math.min(...sent));
  }
}
