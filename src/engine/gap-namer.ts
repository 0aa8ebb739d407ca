import { ServerClock, type ServerTime } from '../core/link/server-clock.ts';
import { type EpochMillis, type Millis, millis } from '../core/units.ts';
import type { Gap } from './gap-watch.ts';
import type { RunEvent } from './run-ports.ts';

/** Names what made the wall clock jump, as soon as any server's time tells it. */
export class GapNamer {
  readonly #clocks = new Map<string, ServerClock>();
  #open: { startEpochMs: EpochMillis; jumpMs: Millis } | undefined;
  #sinceMonoMs = millis(Number.NEGATIVE_INFINITY);

  /** Measuring was interrupted, by a jump or not. */
  gap({ startEpochMs, toMonoMs, jumpMs }: Gap): void {
    this.#sinceMonoMs = toMonoMs;
    if (jumpMs <= 0) return;
    this.#open = { startEpochMs, jumpMs };
    for (const clock of this.#clocks.values()) clock.jumped(jumpMs);
  }

  /** A server told its time; `server` names whose clock it is. Returns the event that names the last jump's cause. */
  heard(server: string, time: ServerTime): RunEvent | undefined {
    // A request from before the gap may have met the server's clock on either side of it.
    if (time.sentMonoMs < this.#sinceMonoMs || !Number.isFinite(time.epochMs)) return undefined;
    let clock = this.#clocks.get(server);
    if (clock === undefined) {
      clock = new ServerClock();
      this.#clocks.set(server, clock);
    }
    const cause = clock.heard(time);
    const gap = this.#open;
    if (cause === undefined || gap === undefined) return undefined;
    this.#open = undefined;
    return { kind: 'gap-cause', cause, epochMs: gap.startEpochMs, detail: WORDS[cause] };
  }
}

const WORDS = {
  sleep: 'The server\u2019s time tells that the laptop slept.',
  'clock-step': 'The server\u2019s time tells that the laptop\u2019s clock was set forward.',
};
