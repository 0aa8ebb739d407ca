import type { Millis } from '../units.ts';

/** The endpoint told its own time; from that follows how far its clock is from our monotonic one. */
export interface ServerTime {
  /** The server's wall clock, in epoch ms, at some moment between our two readings below. */
  epochMs: number;
  /** Its step in ms: the true time is up to this much later. 0 for an exact one, 1000 for a `Date` header. */
  stepMs: number;
  sentMonoMs: Millis;
  receivedMonoMs: Millis;
}

/** Bounds of (server's wall clock - our monotonic clock) in ms, and when they were taken. */
interface Offset {
  low: number;
  high: number;
  atMonoMs: number;
}

/** Two quartz clocks drift apart by less than this (100 ppm). */
const DRIFT = 100e-6;
/** How long readings before a jump have to agree, in ms, before they are built upon. */
const AGREE_MS = 3000;
/**
 * What made the wall clock jump ahead of the monotonic one, told by a server's
 * time alone. Between sending and receiving, the server read its clock once: that
 * bounds its distance from our monotonic clock (Cristian 1989, probabilistic clock
 * synchronization), however long the way took. If that distance grew by the jump,
 * true time passed while our clock stood still: `sleep`. If it did not, nothing but
 * the wall clock moved: `clock-step`. Where the bounds are too wide to say, or fit
 * neither (the server's clock was set, too), a later reading may tell.
 */
export class ServerClock {
  #now: Offset | undefined;
  /** Since when the readings agree. A `Date` that a cache keeps does not go on and soon contradicts itself. */
  #agreeSinceMs = 0;
  #before: Offset | undefined;
  #jumpMs = 0;

  /** Our wall clock jumped ahead of the monotonic one by `jumpMs`; a jump that was not told yet is given up. */
  jumped(jumpMs: Millis): void {
    const agreed = (this.#now?.atMonoMs ?? 0) - this.#agreeSinceMs >= AGREE_MS;
    this.#before = agreed ? this.#now : undefined;
    this.#now = undefined;
    this.#jumpMs = jumpMs;
  }

  /** Takes a reading that began after the last jump; returns that jump's cause once, when it is known. */
  heard(time: ServerTime): 'sleep' | 'clock-step' | undefined {
    const offset: Offset = {
      low: time.epochMs - time.receivedMonoMs,
      high: time.epochMs + time.stepMs - time.sentMonoMs,
      atMonoMs: time.receivedMonoMs,
    };
    const now = this.#now === undefined ? undefined : both(this.#now, offset);
    if (now === undefined) this.#agreeSinceMs = offset.atMonoMs;
    this.#now = now ?? offset;
    if (this.#before === undefined) return undefined;
    const cause = causeOf(this.#before, this.#now, this.#jumpMs);
    if (cause !== undefined) this.#before = undefined;
    return cause;
  }
}

function causeOf(before: Offset, after: Offset, jumpMs: number): 'sleep' | 'clock-step' | undefined {
  const drift = DRIFT * (after.atMonoMs - before.atMonoMs);
  const least = after.low - before.high - drift;
  const most = after.high - before.low + drift;
  if (least > jumpMs / 2 && most < 1.5 * jumpMs) return 'sleep';
  if (least > -jumpMs / 2 && most < jumpMs / 2) return 'clock-step';
  return undefined;
}

/** What two readings together allow; nothing where they contradict each other. */
function both(earlier: Offset, later: Offset): Offset | undefined {
  const drift = DRIFT * Math.max(0, later.atMonoMs - earlier.atMonoMs);
  const low = Math.max(earlier.low - drift, later.low);
  const high = Math.min(earlier.high + drift, later.high);
  return low > high ? undefined : { low, high, atMonoMs: later.atMonoMs };
}
