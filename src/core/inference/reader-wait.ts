/**
 * Silent reading of English non-fiction by adults, words a minute: M. Brysbaert,
 * "How many words do we read per minute? A review and meta-analysis of reading
 * rate", Journal of Memory and Language 109 (2019).
 */
export const READING_WORDS_PER_MIN = 238;
/** Of English text in the tokenizers of present models, about three quarters of a word a token. */
export const TOKENS_PER_WORD = 1.3;

const MS_PER_TOKEN = 60_000 / (READING_WORDS_PER_MIN * TOKENS_PER_WORD);
/** The first output chunk is found again by its time, which was rounded to float32 as it was stored. */
const ROUNDING_MS = 0.5;

export interface ReadAnswer {
  ttftMs: number;
  /** First output; absent where it is not known to differ from the first token. */
  ttfoMs?: number | undefined;
  iclMs: readonly number[];
  /** Absent where the server did not count: then each chunk is taken for one token. */
  tokensOut?: number | undefined;
}

/**
 * How long a reader of one answer waits, in ms: until the first output, and then
 * whenever he has read all that has come and the next chunk is not there. He
 * reads at a fixed speed, 238 words a minute (about 5.2 tokens a second), from
 * the first output chunk on. The tokens are spread evenly over the chunks, as
 * nothing tells how many each held. A model that outruns the reader, with short
 * stalls that the text in hand bridges, makes him wait for the first output alone.
 */
export function readerWaitMs({ ttftMs, ttfoMs = ttftMs, iclMs, tokensOut }: ReadAnswer): number {
  const chunks = iclMs.length + 1;
  const chunkMs = ((tokensOut ?? chunks) / chunks) * MS_PER_TOKEN;
  let waitMs = ttfoMs;
  let readUntil = ttfoMs + chunkMs;
  let at = ttftMs;
  let begun = at >= ttfoMs - ROUNDING_MS;
  for (const gapMs of iclMs) {
    at += gapMs;
    if (begun) {
      waitMs += Math.max(0, at - readUntil);
      readUntil = Math.max(readUntil, at) + chunkMs;
    } else begun = at >= ttfoMs - ROUNDING_MS;
  }
  return waitMs;
}
