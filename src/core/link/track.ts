import { type BatchReader, readAll, rowsIn } from '../batch-pass.ts';
import { isLoopback } from '../loopback.ts';
import type { ProbeSpec } from '../plan.ts';
import { OUTCOMES, PROBE_ERRORS, type Sample } from '../sample.ts';
import type { SampleBatch } from '../sample-batch.ts';
import { nearestRank } from '../stats/percentile.ts';
import { valuesAtRanks } from '../stats/select.ts';

/**
 * What outages are made of: the due times of one probe and how long after each its
 * answer came. All arrays have one length. In the memory that ten million of them
 * take, a moment of arrival would be twice as large as a wait.
 */
export interface Track {
  name: string;
  /** A control probe tells Wi-Fi, link and endpoint apart; its silence is no outage. */
  control: boolean;
  /** A control probe to an address inside the site. */
  local: boolean;
  /** It is `local` and goes to this computer itself. */
  loopback: boolean;
  /** A model may think for long: an answer that took its time is no sign of silence. */
  patient: boolean;
  /** How long an answer is waited for, in ms. */
  timeoutMs: number;
  /** It was asked at least `MUTE_AFTER` times and never answered: its address may be wrong. */
  mute: boolean;
  /**
   * Its usual response time in ms: the median of the answers within the timeout,
   * or an outage of half the time would be the usual; the timeout where all came
   * after it; 0 where unknown.
   */
  usualMs: number;
  dueEpochMs: ArrayLike<number>;
  /** Arrival of the answer less the due time in ms: NaN where none came, Infinity where one may still come. */
  waitMs: Float32Array | Float64Array;
  /** 1 where nobody was looking, and nowhere else. */
  unmeasured: ArrayLike<number>;
  /** Where nobody was looking: sent less due in ms, NaN where not sent. Elsewhere it says nothing. */
  lateMs: ArrayLike<number>;
}

/** Fewer may all have fallen into an outage in which a campaign began. */
export const MUTE_AFTER = 10;

/** What the plan alone says of a probe. */
export type Traits = Pick<Track, 'name' | 'control' | 'local' | 'loopback' | 'patient' | 'timeoutMs'>;

/** What a plan says of a probe before anything was measured. The timeout is in ms; an address that is none counts as one beyond the site. */
export function traits({ name, kind, role, url, timeoutMs }: ProbeSpec): Traits {
  const control = role === 'control';
  const local = control && isLocalUrl(url);
  return { name, control, local, loopback: local && isLoopback(url), patient: kind === 'chat', timeoutMs };
}

/** Not sent, since the endpoint wanted to be left alone: it asked nothing of the link. */
export function isHeldBack(sample: Sample): boolean {
  return sample.outcome === 'failed' && sample.error === 'throttled' && sample.lateMs === undefined;
}

const THROTTLED = PROBE_ERRORS.indexOf('throttled') + 1;
const LATE = OUTCOMES.indexOf('late') + 1;
const FAILED = OUTCOMES.indexOf('failed') + 1;
const UNMEASURED = OUTCOMES.indexOf('unmeasured') + 1;
const TOO_LATE = 2;

/** The track of a probe from its batches, which are in the order of `seq`. */
export function trackOf(spec: ProbeSpec, batches: readonly SampleBatch[]): Track {
  const reader = new TrackReader(spec, rowsIn(batches));
  readAll(batches, [reader]);
  return reader.result();
}

/**
 * Reads the track of a probe out of its batches, which are in the order of `seq`.
 * What was not sent because the endpoint wanted to be left alone asked nothing of
 * the link, and is no part of it.
 */
export class TrackReader implements BatchReader {
  readonly #spec: ProbeSpec;
  readonly #dueEpochMs: Float64Array<ArrayBuffer>;
  readonly #waitMs: Float32Array<ArrayBuffer>;
  /** 1 where nobody was looking; `TOO_LATE` where an answer came after the timeout. */
  readonly #unmeasured: Uint8Array<ArrayBuffer>;
  readonly #lateMs: Float32Array<ArrayBuffer>;
  #asked = 0;
  #answered = 0;
  #inTime = 0;
  #at = 0;

  /** `rows`: how many there will be at most. */
  constructor(spec: ProbeSpec, rows: number) {
    this.#spec = spec;
    this.#dueEpochMs = new Float64Array(rows);
    this.#waitMs = new Float32Array(rows);
    this.#unmeasured = new Uint8Array(rows);
    this.#lateMs = new Float32Array(rows);
  }

  read({ count, error, outcome, dueEpochMs: due, lateMs: late, numbers }: SampleBatch): void {
    const { responseMs } = numbers;
    const [dues, waits, lates, unmeasured] = [this.#dueEpochMs, this.#waitMs, this.#lateMs, this.#unmeasured];
    let [at, asked, answered, inTime] = [this.#at, this.#asked, this.#answered, this.#inTime];
    for (let i = 0; i < count; i++) {
      const lateHere = late[i] ?? Number.NaN;
      const what = outcome[i] ?? 0;
      let wait = Number.NaN;
      if (what <= LATE) wait = responseMs?.[i] ?? Number.NaN;
      else if (error?.[i] === THROTTLED && Number.isNaN(lateHere)) continue;
      else if (what === FAILED) wait = refusedAfter(numbers, lateHere, i);
      dues[at] = due[i] ?? Number.NaN;
      waits[at] = wait;
      if (what === UNMEASURED) {
        unmeasured[at] = 1;
        // Nobody asks for the others, and memory that is never written to is none.
        lates[at] = lateHere;
      } else asked += 1;
      if (!Number.isNaN(wait)) {
        answered += 1;
        if (what !== LATE) inTime += 1;
        else unmeasured[at] = TOO_LATE;
      }
      at += 1;
    }
    this.#at = at;
    this.#asked = asked;
    this.#answered = answered;
    this.#inTime = inTime;
  }

  /** After the last batch. */
  result(): Track {
    const at = this.#at;
    return {
      ...traits(this.#spec),
      mute: this.#answered === 0 && this.#asked >= MUTE_AFTER,
      usualMs: this.#usualMs(),
      dueEpochMs: this.#dueEpochMs.subarray(0, at),
      waitMs: this.#waitMs.subarray(0, at),
      unmeasured: this.#unmeasured.subarray(0, at),
      lateMs: this.#lateMs.subarray(0, at),
    };
  }

  #usualMs(): number {
    const [waits, unmeasured] = [this.#waitMs.subarray(0, this.#at), this.#unmeasured];
    // Those that came too late stand aside meanwhile: a copy of the others would be as large as the track.
    const count = this.#answered - this.#inTime;
    const late = { rows: new Uint32Array(count), waits: new Float32Array(count) };
    let n = 0;
    for (let i = 0; n < count; i++) {
      if (unmeasured[i] !== TOO_LATE) continue;
      late.rows[n] = i;
      late.waits[n++] = waits[i] ?? Number.NaN;
      waits[i] = Number.NaN;
    }
    const [median] = this.#inTime === 0 ? [] : valuesAtRanks(waits, [nearestRank(this.#inTime, 0.5)]);
    late.rows.forEach((row, k) => {
      waits[row] = late.waits[k] ?? Number.NaN;
    });
    return median ?? (this.#answered > 0 ? this.#spec.timeoutMs : 0);
  }
}

/** How long after its due time a failed request was answered all the same, in ms: at the end of that, or at its start where that alone was timed; NaN where nothing came. */
export function refusedAfter(
  { responseMs, httpStatus, ttfbMs }: SampleBatch['numbers'],
  lateMs: number,
  i: number,
): number {
  const response = responseMs?.[i] ?? Number.NaN;
  if (!Number.isNaN(response)) return response;
  if (Number.isNaN(httpStatus?.[i] ?? Number.NaN)) return Number.NaN;
  return (lateMs || 0) + (ttfbMs?.[i] || 0);
}

/** True for hosts that a site's own router answers: private IPv4 ranges (RFC 1918, 3927), local IPv6 ones (RFC 4193, 4291), `*.local`, `localhost`. Never throws. */
export function isLocalUrl(url: string): boolean {
  const host = /^[a-z]+:\/\/(?:[^/?#]*@)?(\[[^\]]*\]|[^:/?#]*)/i.exec(url)?.[1]?.toLowerCase() ?? '';
  if (host === 'localhost' || host.endsWith('.local') || host.endsWith('.localhost')) return true;
  const [a, b] = /^(\d+)\.(\d+)\.\d+\.\d+$/.exec(host)?.slice(1).map(Number) ?? [];
  if (a === undefined || b === undefined) return /^\[(fe[89ab]|f[cd])/.test(host);
  return (
    a === 10 || (a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168) || (a === 169 && b === 254)
  );
}
