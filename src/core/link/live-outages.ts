import type { ProbeSpec } from '../plan.ts';
import type { Sample } from '../sample.ts';
import { LiveTrack } from './live-track.ts';
import { findOutages, type Interval } from './outages.ts';
import { traits } from './track.ts';
import type { Unobserved } from './unobserved.ts';

/** Time in ms after which no answer is expected to change a finished row. The report, made of all samples, is exact. */
const SETTLED_AFTER_MS = 60_000;
/** Answers that come this much apart, or take half as long, may be a silence or testify to one (outages.ts, witness.ts). */
const SILENCE_MS = 500;

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
 * in flight counts as unanswered so far. While all answers come soon and close
 * together there is nothing to find, and a look only lets the window slide: at
 * hundreds of probes a second it would else hold them up.
 */
export class LiveOutages {
  readonly #tracks: Map<string, LiveTrack>;
  #fresh: number[] = [];
  #gaps: Unobserved[] = [];
  #final: Interval[] = [];
  /** The arrival up to which rows are final. */
  #anchor: number | undefined;
  #latestArrival: number | undefined;
  /** Something came since the last look that may belong to a row. */
  #restless = true;
  /** The last look found a row that is not final yet, or one that goes on. */
  #unsettled = false;

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
    const track = this.#tracks.get(probe);
    track?.settled(sample);
    const soon = sample.outcome === 'ok' && sample.responseMs < SILENCE_MS / 2;
    if (!soon) this.#restless = true;
    else if (track?.control === false) this.#arrived(sample.dueEpochMs + sample.responseMs);
  }

  #arrived(epochMs: number): void {
    const latest = this.#latestArrival;
    if (latest === undefined || epochMs - latest >= SILENCE_MS) this.#restless = true;
    this.#latestArrival = Math.max(epochMs, latest ?? epochMs);
  }

  /** A fresh connection opened that was asked for in a silence. */
  fresh(probe: string, epochMs: number): void {
    this.#restless = true;
    if (this.#tracks.get(probe)?.control === false) this.#fresh.push(epochMs);
  }

  /** Nobody was looking in here. */
  gap(gap: Unobserved): void {
    this.#restless = true;
    this.#gaps.push(gap);
  }

  /** A gap that was taken before turns out to have this cause. */
  named(startEpochMs: number, cause: Unobserved['cause']): void {
    this.#restless = true;
    for (const gap of this.#gaps) if (gap.start === startEpochMs) gap.cause = cause;
    for (const row of this.#final)
      if (row.kind === 'unmeasured' && row.startEpochMs === startEpochMs) row.cause = cause;
  }

  /** Nothing has happened that a row may come of: a look costs next to nothing. */
  isCalm(nowEpochMs: number): boolean {
    const sinceMs = nowEpochMs - (this.#latestArrival ?? Number.NEGATIVE_INFINITY);
    return !this.#restless && !this.#unsettled && sinceMs < SILENCE_MS;
  }

  /** Due times that a look goes through. */
  get size(): number {
    return [...this.#tracks.values()].reduce((n, track) => n + track.size, 0);
  }

  /** The rows so far. Call it about once a second, less often where there is much to go through. */
  look(nowEpochMs: number): LiveView {
    if (this.isCalm(nowEpochMs)) {
      const anchor = this.#lastArrivalBefore(nowEpochMs - SETTLED_AFTER_MS);
      if (anchor !== undefined) this.#settle(anchor, []);
      return { rows: this.#final.slice(-this.keep), silentSinceEpochMs: undefined };
    }
    this.#restless = false;
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
    this.#unsettled = ended.length > 0 || open !== undefined;
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
