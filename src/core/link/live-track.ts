import type { Sample } from '../sample.ts';
import { Histogram } from '../stats/histogram.ts';
import { isHeldBack, MUTE_AFTER, type Track, type Traits } from './track.ts';

interface Shot {
  due: number;
  /** Infinity while in flight, NaN where no answer came. */
  arrival: number;
  late: number;
  unmeasured: boolean;
}

/** In a silence of hours every second one of the unanswered is dropped whenever there are more than this. */
const MOST_SHOTS = 10_000;

/** The recent due times of one probe of a running campaign. Moments are in ms since the epoch, waits in ms; at most some 10,000 due times are kept. */
export class LiveTrack {
  readonly #shots = new Map<number, Shot>();
  readonly #usual = new Histogram();
  readonly #traits: Traits;
  #asked = 0;
  #answered = false;

  constructor(traits: Traits) {
    this.#traits = traits;
  }

  get control(): boolean {
    return this.#traits.control;
  }

  get size(): number {
    return this.#shots.size;
  }

  due(seq: number, due: number): void {
    if (!this.#shots.has(seq)) {
      this.#shots.set(seq, { due, arrival: Number.POSITIVE_INFINITY, late: Number.NaN, unmeasured: false });
    }
  }

  settled(sample: Sample): void {
    if (isHeldBack(sample)) {
      this.#shots.delete(sample.seq);
      return;
    }
    const wait = waitOf(sample);
    if (!Number.isNaN(wait)) {
      this.#answered = true;
      if (sample.outcome !== 'late') this.#usual.record(wait);
    }
    if (sample.outcome !== 'unmeasured') this.#asked += 1;
    this.#shots.set(sample.seq, {
      due: sample.dueEpochMs,
      arrival: sample.dueEpochMs + wait,
      late: 'lateMs' in sample ? (sample.lateMs ?? Number.NaN) : Number.NaN,
      unmeasured: sample.outcome === 'unmeasured',
    });
  }

  eachArrival(visit: (epochMs: number) => void): void {
    for (const { arrival } of this.#shots.values()) visit(arrival);
  }

  forgetBefore(epochMs: number): void {
    for (const [seq, { due, arrival }] of this.#shots) {
      if (due < epochMs && !(arrival >= epochMs)) this.#shots.delete(seq);
    }
  }

  toTrack(): Track {
    if (this.#shots.size > MOST_SHOTS) this.#thinOut();
    const shots = [...this.#shots.values()].sort((a, b) => a.due - b.due);
    return {
      ...this.#traits,
      mute: !this.#answered && this.#asked >= MUTE_AFTER,
      usualMs: this.#usual.percentile(0.5) ?? (this.#answered ? this.#traits.timeoutMs : 0),
      dueEpochMs: Float64Array.from(shots, (s) => s.due),
      waitMs: Float64Array.from(shots, (s) => s.arrival - s.due),
      unmeasured: Uint8Array.from(shots, (s) => (s.unmeasured ? 1 : 0)),
      lateMs: Float64Array.from(shots, (s) => s.late),
    };
  }

  /** Keeps the first unanswered of all, which tells since when nothing answers. */
  #thinOut(): void {
    let n = 0;
    for (const [seq, { arrival }] of this.#shots) {
      if (Number.isNaN(arrival) && n++ % 2 === 1) this.#shots.delete(seq);
    }
  }
}

/** Answer less due in ms, NaN where none came; as in track.ts. */
function waitOf(sample: Sample): number {
  if (sample.outcome === 'ok' || sample.outcome === 'late') return sample.responseMs;
  if (sample.outcome !== 'failed') return Number.NaN;
  if (sample.responseMs !== undefined) return sample.responseMs;
  return sample.httpStatus === undefined ? Number.NaN : (sample.lateMs ?? 0) + (sample.ttfbMs ?? 0);
}
