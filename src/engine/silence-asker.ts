import type { Clock, KnockResult } from '../core/probe.ts';
import type { Sample } from '../core/sample.ts';
import { type Millis, millis } from '../core/units.ts';
import type { Lane } from './lane.ts';
import { SilenceWatch } from './silence-watch.ts';

const KNOCK_WITHIN_MS = millis(3000);

export interface KnockAnswer extends KnockResult {
  durationMs: Millis;
}

/** Listens to what the probes hear, and in a silence asks over fresh connections whether the link is back. */
export class SilenceAsker {
  readonly #clock: Clock;
  readonly #measured: Lane[];
  readonly #answered: (probe: string, answer: KnockAnswer) => void;
  #watch: SilenceWatch;

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
    else if (sample.outcome === 'timeout' || sample.outcome === 'failed') this.#watch.lost();
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
    const answer = await lane.probe.knock(KNOCK_WITHIN_MS);
    if (answer.arrived) this.#watch.arrived(this.#clock.now(), true);
    this.#answered(lane.spec.name, { ...answer, durationMs: millis(this.#clock.now() - began) });
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
