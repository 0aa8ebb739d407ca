import type { Due, Sample } from './sample.ts';
import type { EpochMillis, Millis } from './units.ts';

/** Both clocks and the timer of a run, passed in so that time can be simulated. */
export interface Clock {
  /** Monotonic milliseconds since the start of the run. Never steps; durations come from here. */
  now(): Millis;
  /** The wall clock. It may step; time stamps come from here. */
  epochNow(): EpochMillis;
  /** Runs `task` once `now()` has reached `due`, never before. Returns a function that cancels it. */
  at(due: Millis, task: () => void): () => void;
}

/** A due time that is being sent now. */
export interface Shot extends Due {
  sentMonoMs: Millis;
  lateMs: Millis;
}

/** Takes each sample once, and a second time when an echo turned a `timeout` into `late`. */
export type SampleSink = (sample: Sample) => void;

/** Something that a probe saw beside its samples: a connect, a disconnect, a retry. */
export interface ProbeNote {
  kind: 'connect' | 'disconnect' | 'note';
  detail: string;
  durationMs?: Millis | undefined;
}

/** The bytes of requests that leave no sample (fresh connections in a silence), for the data budget. */
export interface KnockResult {
  arrived: boolean;
  bytes: number;
}

/** One kind of measuring. Implementations never throw and never leave a shot unanswered. */
export interface Probe {
  /** Shots in flight beyond which the engine skips instead of sending. */
  readonly maxInFlight: number;
  /** Prepares standing connections; resolves when they are up or have failed. Never rejects. */
  open(): Promise<void>;
  /** Sends now and reports the outcome: `ok`, `failed`, `timeout` (perhaps followed by `late`), or `skipped` where the connection takes no more. */
  fire(shot: Shot): void;
  /**
   * During a silence: asks for a sign of life over a fresh connection.
   * `withinMs` is how long to wait. Never rejects.
   */
  knock(withinMs: Millis): Promise<KnockResult>;
  /** Drops connections. Shots in flight are reported no more; the engine writes them off. */
  close(): void;
}
