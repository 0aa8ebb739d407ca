import type { GapCause } from '../core/campaign.ts';
import type { Clock } from '../core/probe.ts';
import { type EpochMillis, epochMillis, type Millis, millis } from '../core/units.ts';
import type { RunEvent } from './run-ports.ts';

/** An interval in which nobody was looking. */
export interface Gap {
  startEpochMs: EpochMillis;
  durationMs: Millis;
  /** Shots that were in flight anywhere in here have no truthful response time. */
  fromMonoMs: Millis;
  toMonoMs: Millis;
  cause: GapCause;
  /** By how much the wall clock ran ahead of the monotonic one; 0 where both ran on. */
  jumpMs: Millis;
}

export type ClockFinding = { kind: 'gap'; gap: Gap } | { kind: 'step-back'; byMs: Millis };

/** Longest pause between two looks at the clocks that still counts as looking. */
const FROZEN_AFTER_MS = 1000;
/** Wall clock less monotonic clock: NTP slews by less than this between two looks, sleep and steps by more. */
const JUMP_MS = 500;

/**
 * Compares the two clocks at every look. A page that was frozen sees both run
 * on; a laptop that slept sees the wall clock jump ahead of the monotonic one
 * where that stands still in sleep (Linux, macOS), which looks like a clock that
 * was set forward. A wall clock that goes back can only have been set.
 */
export class GapWatch {
  #lastMono: Millis;
  #lastEpoch: EpochMillis;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#lastMono = clock.now();
    this.#lastEpoch = clock.epochNow();
  }

  /** Call before anything that was measured is believed: events of the time after a gap may run before the timers. */
  look(): ClockFinding | undefined {
    const mono = this.#clock.now();
    const epoch = this.#clock.epochNow();
    const pauseMs = mono - this.#lastMono;
    const jumpMs = epoch - this.#lastEpoch - pauseMs;
    const fromMonoMs = this.#lastMono;
    const startEpochMs = this.#lastEpoch;
    this.#lastMono = mono;
    this.#lastEpoch = epoch;

    const jumped = jumpMs > JUMP_MS;
    if (pauseMs > FROZEN_AFTER_MS || jumped) {
      const aheadMs = millis(jumped ? jumpMs : 0);
      return {
        kind: 'gap',
        gap: {
          startEpochMs: epochMillis(startEpochMs),
          durationMs: millis(pauseMs + aheadMs),
          fromMonoMs,
          toMonoMs: mono,
          cause: jumped ? 'sleep-or-step' : 'frozen',
          jumpMs: aheadMs,
        },
      };
    }
    if (jumpMs < -JUMP_MS) return { kind: 'step-back', byMs: millis(-jumpMs) };
    return undefined;
  }
}

/** A finding in words for the record. */
export function eventOf(finding: ClockFinding): RunEvent {
  if (finding.kind === 'step-back') {
    const seconds = Math.round(finding.byMs / 100) / 10;
    const detail = `The wall clock was set back by ${seconds} s. Durations are not affected.`;
    return { kind: 'clock-step', detail, durationMs: finding.byMs };
  }
  const { startEpochMs, durationMs, cause } = finding.gap;
  const detail =
    cause === 'frozen'
      ? 'The page or the laptop stood still.'
      : 'The laptop slept, or its clock was set forward.';
  return { kind: 'gap', detail, epochMs: startEpochMs, durationMs, cause };
}
