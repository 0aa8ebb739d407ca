import { hash, normal } from '../random.ts';

/** Times and length of one simulated answer. Nothing here is computed by a language model. */
export interface Pace {
  promptTokens: number;
  /** Tokens that the answer has, the request's limit kept. */
  outputTokens: number;
  /** Whether the answer came to its own end or met the limit. */
  finish: 'stop' | 'length';
  /** Waiting for a place in the batch, ms. */
  queueMs: number;
  /** Reading the prompt, up to the first token, ms. */
  prefillMs: number;
  /** Gap before each token after the first, ms. */
  gapMs(token: number): number;
}

/** The usual rule of thumb for English text. */
const CHARS_A_TOKEN = 4;
const QUEUE = { medianMs: 12, spread: 0.6 };
const PREFILL = { baseMs: 70, tokenMs: 0.3, spread: 0.12, longestMs: 10_000 };
const GAP = { medianMs: 16, spread: 0.3 };
const LENGTH = { median: 220, spread: 0.5, least: 16, most: 4096 };

const STREAM = { queue: 41, prefill: 42, gap: 43, length: 44 };

/**
 * The pace of one answer, of the order of an 8B model on one accelerator. The gaps are log-normal.
 * The same seed, request number and prompt length give the same pace.
 */
export function paceOf(
  seed: number,
  request: number,
  promptChars: number,
  maxTokens: number | undefined,
): Pace {
  const draw = (stream: number, median: number, spread: number, index = 0) =>
    median * Math.exp(spread * normal(seed, request, stream, index));
  const promptTokens = Math.max(1, Math.ceil(promptChars / CHARS_A_TOKEN));
  const length = Math.round(draw(STREAM.length, LENGTH.median, LENGTH.spread));
  const natural = Math.min(LENGTH.most, Math.max(LENGTH.least, length));
  const prefill = draw(STREAM.prefill, PREFILL.baseMs + PREFILL.tokenMs * promptTokens, PREFILL.spread);
  return {
    promptTokens,
    outputTokens: Math.min(natural, maxTokens ?? natural),
    finish: maxTokens !== undefined && maxTokens < natural ? 'length' : 'stop',
    queueMs: draw(STREAM.queue, QUEUE.medianMs, QUEUE.spread),
    prefillMs: Math.min(PREFILL.longestMs, prefill),
    gapMs: (token) => draw(STREAM.gap, GAP.medianMs, GAP.spread, token),
  };
}

const WORDS = (
  'the dish looks up and the beam comes down a frame at a time while packets wait in line for their slot ' +
  'over snow and sand and sea one answer follows each question some sooner some later none of them real'
).split(' ');

/** Text of one token: a word, with the space before it from the second on. */
export function tokenText(seed: number, request: number, token: number): string {
  const word = WORDS[hash(seed, request, token) % WORDS.length] ?? 'and';
  return token === 0 ? word : ` ${word}`;
}
