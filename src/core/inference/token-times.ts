import { type Millis, millis } from '../units.ts';

/** What a parser found in one piece of an answer, whatever the protocol. */
export type StreamFinding =
  | { kind: 'content' }
  | { kind: 'reasoning' }
  | { kind: 'finish'; reason: string }
  | { kind: 'usage'; outputTokens: number }
  | { kind: 'done' }
  | { kind: 'error'; error: 'stream-error' | 'malformed' };

export interface TokenTimes {
  ttftMs?: Millis | undefined;
  ttfoMs?: Millis | undefined;
  tpotMs?: Millis | undefined;
  e2eMs?: Millis | undefined;
  tokensOut?: number | undefined;
  chunks: number;
  finishReason?: string | undefined;
}

/**
 * Turns the findings of a stream, each with the moment its bytes were read, into
 * the token times of one answer. Definitions (vLLM, TensorRT-LLM and
 * inference-perf agree on TPOT): TTFT first non-empty content or reasoning;
 * TTFO first content that is not reasoning; TPOT (last - first) / (tokens - 1),
 * with tokens from the server's usage record alone, as a chunk may hold several.
 */
export class TokenClock {
  readonly #sentMs: Millis;
  #firstMs: Millis | undefined;
  #firstOutputMs: Millis | undefined;
  #lastMs: Millis | undefined;
  #chunks = 0;
  #tokens: number | undefined;
  #finish: string | undefined;
  #done = false;
  #error: 'stream-error' | 'malformed' | undefined;

  constructor(sentMs: Millis) {
    this.#sentMs = sentMs;
  }

  take(finding: StreamFinding, atMs: Millis): void {
    switch (finding.kind) {
      case 'content':
      case 'reasoning':
        this.#firstMs ??= atMs;
        if (finding.kind === 'content') this.#firstOutputMs ??= atMs;
        this.#lastMs = atMs;
        this.#chunks += 1;
        break;
      case 'finish':
        this.#finish = finding.reason;
        break;
      case 'usage':
        this.#tokens = finding.outputTokens;
        break;
      case 'done':
        this.#done = true;
        break;
      case 'error':
        this.#error ??= finding.error;
        break;
    }
  }

  /** The end marker came; nothing more is to be expected. */
  get done(): boolean {
    return this.#done;
  }

  get error(): 'stream-error' | 'malformed' | undefined {
    return this.#error;
  }

  /** A stream is complete with its end marker or a finish reason only; anything else was cut off. */
  get complete(): boolean {
    return this.#error === undefined && (this.#done || this.#finish !== undefined);
  }

  times(): TokenTimes {
    const since = (at: Millis | undefined) => (at === undefined ? undefined : millis(at - this.#sentMs));
    const spread = this.#tokens !== undefined && this.#tokens > 1 ? this.#tokens - 1 : undefined;
    const tpotMs =
      spread === undefined || this.#firstMs === undefined || this.#lastMs === undefined
        ? undefined
        : millis((this.#lastMs - this.#firstMs) / spread);
    return {
      ttftMs: since(this.#firstMs),
      ttfoMs: since(this.#firstOutputMs),
      tpotMs,
      e2eMs: since(this.#lastMs),
      tokensOut: this.#tokens,
      chunks: this.#chunks,
      finishReason: this.#finish,
    };
  }
}
