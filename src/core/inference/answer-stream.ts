import { type Millis, millis } from '../units.ts';
import type { StreamFinding } from './findings.ts';
import { type Framer, framerOf } from './framing.ts';
import type { InferenceProtocol } from './protocol.ts';
import { TokenClock, type TokenTimes } from './token-times.ts';

/** An event, line or body that grows beyond this has lost its end; the answer is given up. */
const MAX_CHARS = 4_000_000;
/** How an answer of any of the protocols begins; what begins otherwise is something else. */
const BEGINNING = /^(data:|event:|:|\{|\[)/;

const MALFORMED: StreamFinding = { kind: 'error', error: 'malformed' };

export type StreamError = 'stream-error' | 'malformed' | 'truncated';

export interface AnswerTimes extends TokenTimes {
  /** The last byte of the answer, less the moment of sending. */
  closeMs: Millis;
  /** Pieces in which the network stack handed over the answer. */
  reads: number;
  /** Server-sent events, lines or messages; 1 for a whole JSON body. */
  events: number;
}

/**
 * One answer of a model, read piece by piece as it comes in. It cuts the text
 * into what the protocol reads, and times what is found by the read in which
 * the last byte of it came. An answer is complete with an end marker or a finish
 * reason alone (where it is one JSON text: with the whole of it); else it was
 * cut. After an error nothing makes it good again. Never throws.
 */
export class AnswerStream {
  readonly #protocol: InferenceProtocol;
  readonly #sentMs: Millis;
  readonly #clock: TokenClock;
  readonly #framer: Framer;
  #atMs: Millis;
  #reads = 0;
  #events = 0;
  /** Characters since the last frame. */
  #waiting = 0;
  #beginning = '';
  #stopped = false;
  #endError: 'truncated' | 'malformed' | undefined;

  /** `sentMs`: when the request was sent, by the same clock as every later time. */
  constructor(protocol: InferenceProtocol, sentMs: Millis) {
    this.#protocol = protocol;
    this.#sentMs = sentMs;
    this.#atMs = sentMs;
    this.#clock = new TokenClock(sentMs);
    this.#framer = framerOf(protocol.framing, {
      frame: (data, whole) => this.#frame(data, whole),
      keepAlive: () => this.#take({ kind: 'keep-alive' }),
      fail: () => this.#take({ kind: 'error', error: 'stream-error' }),
    });
  }

  /** Takes what one read brought, decoded (or one WebSocket message), and when that was. */
  feed(text: string, atMs: Millis): void {
    if (this.done) return;
    this.#reads += 1;
    this.#atMs = atMs;
    this.#waiting += text.length;
    if (this.#beginning.length < 8) this.#beginning = (this.#beginning + text).trimStart().slice(0, 8);
    this.#framer.feed(text);
    if (this.#waiting <= MAX_CHARS || this.done) return;
    if (this.#clock.complete) this.#stopped = true;
    else this.#take(MALFORMED);
  }

  /** The body has ended at `atMs`, by itself or because the connection broke. */
  end(atMs: Millis): void {
    if (this.#stopped) return;
    if (!this.done) this.#framer.end();
    this.#stopped = true;
    this.#atMs = atMs;
    if (this.complete || this.error !== undefined) return;
    const began = this.#beginning === '' || BEGINNING.test(this.#beginning) || this.#events > 0;
    this.#endError = began ? 'truncated' : 'malformed';
  }

  /** Nothing more is expected: the end marker came, the body ended, or the answer is beyond help. */
  get done(): boolean {
    return this.#stopped || this.#clock.done || this.#clock.error !== undefined;
  }

  get complete(): boolean {
    return this.#clock.complete;
  }

  /** `truncated` is known once the answer has ended. */
  get error(): StreamError | undefined {
    return this.#clock.error ?? this.#endError;
  }

  times(): AnswerTimes {
    return {
      ...this.#clock.times(this.#atMs),
      closeMs: millis(this.#atMs - this.#sentMs),
      reads: this.#reads,
      events: this.#events,
    };
  }

  #frame(data: string, whole: boolean): void {
    if (this.done) return;
    this.#waiting = 0;
    const findings = data.length > MAX_CHARS ? [MALFORMED] : this.#protocol.read(data);
    // The rest of an answer that was cut is no garbage.
    if (!whole && findings.some((found) => found.kind === 'error' && found.error === 'malformed')) return;
    this.#events += 1;
    for (const finding of findings) this.#take(finding);
  }

  /** What comes after an error or the end marker, if only in the same read, is no part of the answer. */
  #take(finding: StreamFinding): void {
    if (!this.done) this.#clock.take(finding, this.#atMs);
  }
}
