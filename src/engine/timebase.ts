import type { Clock } from '../core/probe.ts';
import { type EpochMillis, epochMillis, type Millis, millis } from '../core/units.ts';
import type { Lane } from './lane.ts';

/** Places of a due time in a millisecond. */
const DUE_STEPS = 1024;

/** The two clocks of a run: its schedule lies on the monotonic one, its planned end on the wall clock. */
export class Timebase {
  readonly #clock: Clock;
  /** Schedule zero, on the monotonic clock. */
  #zeroMs = millis(0);
  #endEpochMs = epochMillis(Number.POSITIVE_INFINITY);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  set(zeroMs: Millis, endEpochMs: EpochMillis): void {
    this.#zeroMs = zeroMs;
    this.#endEpochMs = endEpochMs;
  }

  /** On a grid of 1/1024 ms, finer than any clock here: a due time with all bits of a double takes twice the room on disk. */
  dueMono(lane: Lane, seq: number): Millis {
    const exactMs = this.#zeroMs + lane.schedule.dueMs(seq);
    return millis(Math.round(exactMs * DUE_STEPS) / DUE_STEPS);
  }

  epochAt(monoMs: Millis): EpochMillis {
    return epochMillis(this.#clock.epochNow() - (this.#clock.now() - monoMs));
  }

  /** The planned end has come, on the wall clock. */
  isOver(): boolean {
    return this.#clock.epochNow() >= this.#endEpochMs;
  }

  /** The planned end has come, and every due time before it has its sample. */
  isDone(lanes: readonly Lane[]): boolean {
    return this.isOver() && lanes.every((lane) => this.isThrough(lane));
  }

  /** When the next request of any probe is due; infinite where none is to come. */
  nextDue(lanes: readonly Lane[]): number {
    return lanes.reduce(
      (least, lane) => (this.isThrough(lane) ? least : Math.min(least, this.dueMono(lane, lane.nextSeq))),
      Number.POSITIVE_INFINITY,
    );
  }

  /** Every due time before the planned end has its sample. */
  isThrough(lane: Lane): boolean {
    return this.epochAt(this.dueMono(lane, lane.nextSeq)) >= this.#endEpochMs;
  }
}
