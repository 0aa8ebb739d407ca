import { type Millis, millis } from '../units.ts';
import type { ServerSource, ServerTimes, StreamFinding } from './findings.ts';

/** Gaps that are kept of one answer, which is as many as a plan can ask tokens for. */
const MAX_GAPS = 100_000;
/** A server's own word, of which each sample holds one. */
const MOST_REASON_CHARS = 64;

/** The token times of one answer; `dictionary.ts` defines them. Durations count from the moment of sending. */
export interface TokenTimes {
  ttftMs?: Millis | undefined;
  ttfoMs?: Millis | undefined;
  /** Each gap between two chunks; chunks of one read have a gap of 0. At most 100,000 are kept. */
  iclMs: Millis[];
  /** Undefined too where the whole answer came in one chunk: its pace cannot be known. */
  tpotMs?: Millis | undefined;
  e2eMs?: Millis | undefined;
  tokensOut?: number | undefined;
  /** Who counted `tokensOut`: the server, in its usage record. */
  tokensSource?: 'usage' | undefined;
  inputTokens?: number | undefined;
  tokensPerS?: number | undefined;
  /** Pieces of content or reasoning. */
  chunks: number;
  keepAlives: number;
  finishReason?: string | undefined;
  /** The server's own share of this very request. */
  serverTtftMs?: Millis | undefined;
  serverTotalMs?: Millis | undefined;
  serverQueueMs?: Millis | undefined;
  serverSource?: ServerSource | undefined;
}

/**
 * Turns the findings of an answer, each with the moment its last byte was read,
 * into the token times of that answer. Tokens are counted by the server's usage
 * record alone, as a chunk may hold several.
 */
export class TokenClock {
  readonly #sentMs: Millis;
  readonly #gapsMs: Millis[] = [];
  #firstMs: Millis | undefined;
  #firstOutputMs: Millis | undefined;
  #lastMs: Millis | undefined;
  #chunks = 0;
  #keepAlives = 0;
  #outputTokens: number | undefined;
  #inputTokens: number | undefined;
  #server: ({ source: ServerSource } & ServerTimes) | undefined;
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
        if (this.#lastMs !== undefined && this.#gapsMs.length < MAX_GAPS)
          this.#gapsMs.push(millis(atMs - this.#lastMs));
        this.#firstMs ??= atMs;
        if (finding.kind === 'content') this.#firstOutputMs ??= atMs;
        this.#lastMs = atMs;
        this.#chunks += 1;
        break;
      case 'finish':
        this.#finish = finding.reason.slice(0, MOST_REASON_CHARS);
        break;
      case 'usage':
        this.#outputTokens = finding.outputTokens ?? this.#outputTokens;
        this.#inputTokens = finding.inputTokens ?? this.#inputTokens;
        break;
      case 'server':
        this.#server = finding;
        break;
      case 'keep-alive':
        this.#keepAlives += 1;
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

  /** An answer is complete with its end marker or a finish reason only, and without an error. */
  get complete(): boolean {
    return this.#error === undefined && (this.#done || this.#finish !== undefined);
  }

  /** `closedMs`: when the last byte was read, by the clock of `sentMs`. No server can have taken longer. */
  times(closedMs: Millis): TokenTimes {
    const since = (at: Millis | undefined) => (at === undefined ? undefined : millis(at - this.#sentMs));
    const [ttftMs, e2eMs, tokensOut] = [since(this.#firstMs), since(this.#lastMs), this.#outputTokens];
    const paced = this.#chunks > 1 && tokensOut !== undefined && tokensOut > 1;
    return {
      ttftMs,
      ttfoMs: since(this.#firstOutputMs),
      iclMs: [...this.#gapsMs],
      tpotMs: paced ? millis(((e2eMs ?? 0) - (ttftMs ?? 0)) / (tokensOut - 1)) : undefined,
      e2eMs,
      tokensOut,
      tokensSource: tokensOut === undefined ? undefined : 'usage',
      inputTokens: this.#inputTokens,
      tokensPerS: tokensOut === undefined || !e2eMs ? undefined : tokensOut / (e2eMs / 1000),
      chunks: this.#chunks,
      keepAlives: this.#keepAlives,
      finishReason: this.#finish,
      ...this.#serverTimes(ttftMs, since(closedMs)),
    };
  }

  /** A server time longer than what was measured outside of it, or without anything outside, is no evidence. */
  #serverTimes(ttftMs: Millis | undefined, closeMs: Millis | undefined): Partial<TokenTimes> {
    const within = (ms: Millis | undefined, outsideMs: Millis | undefined) =>
      ms !== undefined && outsideMs !== undefined && ms <= outsideMs ? ms : undefined;
    const serverTtftMs = within(this.#server?.ttftMs, ttftMs);
    const serverTotalMs = within(this.#server?.totalMs, closeMs);
    const serverQueueMs = within(this.#server?.queueMs, ttftMs);
    const told = [serverTtftMs, serverTotalMs, serverQueueMs].some((ms) => ms !== undefined);
    return {
      serverTtftMs,
      serverTotalMs,
      serverQueueMs,
      serverSource: told ? this.#server?.source : undefined,
    };
  }
}
