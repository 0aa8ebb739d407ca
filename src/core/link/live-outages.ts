import type { ProbeSpec } from '../plan.ts';
import type { Sample } from '../sample.ts';
import { LiveTrack } from './live-track.ts';
import { findOutages, type Interval } from './outages.ts';
import { traits } from './track.ts';
import type { Unobserved } from './unobserved.ts';

/** Time in ms after which no answer is expected to change a finished row. The report, made of all samples, is exact. */
const SETTLED_AFTER_MS = 60_000;

export interface LiveView {
  /** Rows that have ended, oldest first. */
  rows: Interval[];
  /** Start of an outage that is going on. */
  silentSinceEpochMs: number | undefined;
}

/**
 * The rule of outages.ts for a campaign that runs: the same function over a
 * sliding window of the last minute (longer in a silence), which costs a few
 * thousand due times a look. Rows older than the window are final. What is still
 * in flight counts as unanswered so far.
 */
export class LiveOutages {
  readonly #tracks: Map<string, LiveTrack>;
  #fresh: number[] = [];
  #gaps: Unobserved[] = [];
  #final: Interval[] = [];
  /** The arrival up to which rows are final. */
  #anchor: number | undefined;

  /** `keep` is how many finished rows it remembers. */
  constructor(
    specs: readonly ProbeSpec[],
    readonly keep = 200,
  ) {
    this.#tracks = new Map(specs.map((spec) => [spec.name, new LiveTrack(traits(spec))]));
  }

  /** A probe was sent or is about to be: until it is settled it may be the first sign of a silence. */
  due(probe: string, seq: number, dueEpochMs: number): void {
    this.#tracks.get(probe)?.due(seq, dueEpochMs);
  }

  /** What became of a due time; a second call (a `timeout` that became `late`) replaces the first. */
  settled(probe: string, sample: Sample): void {
    this.#tracks.get(probe)?.settled(sample);
  }

  /** A fresh connection opened that was asked for in a silence. */
  fresh(probe: string, epochMs: number): void {
    if (this.#tracks.get(probe)?.control === false) this.#fresh.push(epochMs);
  }

  /** Nobody was looking in here. */
  gap(gap: Unobserved): void {
    this.#gaps.push(gap);
  }

  /** The rows so far. Call it about once a second. */
  look(nowEpochMs: number): LiveView {
    const tracks = [...this.#tracks.values()].map((track) => track.toTrack());
    const found = findOutages({
      tracks,
      freshEpochMs: this.#fresh,
      gaps: [...this.#gaps].sort((a, b) => a.start - b.start),
      endEpochMs: nowEpochMs,
      fromStart: this.#anchor === undefined,
    });
    const open = found.find((row) => row.kind === 'outage' && row.endEpochMs >= nowEpochMs);
    const anchor = this.#lastArrivalBefore(nowEpochMs - SETTLED_AFTER_MS);
    if (anchor !== undefined) this.#settle(anchor, found);
    const rows = found.filter((row) => row.kind === 'unmeasured' || row.endEpochMs < nowEpochMs);
    const ended = anchor === undefined ? rows : rows.filter((row) => row.endEpochMs > anchor);
    return { rows: [...this.#final, ...ended].slice(-this.keep), silentSinceEpochMs: open?.startEpochMs };
  }

  #lastArrivalBefore(epochMs: number): number | undefined {
    let last = this.#anchor;
    const later = (arrival: number) => {
      if (arrival <= epochMs && arrival > (last ?? Number.NEGATIVE_INFINITY)) last = arrival;
    };
    for (const track of this.#tracks.values()) {
      if (!track.control) track.eachArrival(later);
    }
    this.#fresh.forEach(later);
    return last;
  }

  #settle(anchor: number, found: readonly Interval[]): void {
    this.#anchor = anchor;
    this.#final.push(...found.filter((row) => row.endEpochMs <= anchor));
    this.#final = this.#final.slice(-this.keep);
    this.#fresh = this.#fresh.filter((epochMs) => epochMs >= anchor);
    this.#gaps = this.#gaps.filter((gap) => gap.end > anchor);
    for (const track of this.#tracks.values()) track.forgetBefore(anchor);
  }
}
