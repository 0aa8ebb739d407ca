import { ollamaLast, ollamaLine } from './events.ts';
import { paced, type Route, type StreamScript } from './script.ts';
import { FIRST_MS, GAP_MS } from './usual.ts';

const WORDS = ['The', ' dish', ' looks', ' up', '.'].map((content) => ollamaLine(content));
const LAST = ollamaLast(WORDS.length);
const lines = (texts: readonly string[], gapMs = GAP_MS): StreamScript => ({
  contentType: 'application/x-ndjson',
  pieces: paced(texts, FIRST_MS, gapMs),
});
const FAULT = '{"error":"an error was encountered while running the model"}\n';

/** Answers in the shape of Ollama's `/api/chat`: a line of JSON a token. */
export const OLLAMA_TRAPS: Readonly<Record<string, Route>> = {
  '/ollama': [{ script: lines([...WORDS, LAST]) }],
  /** What a page gets whose origin `OLLAMA_ORIGINS` does not name: no body, and nothing that a page may read. */
  '/ollama-403': [
    {
      when: { originNotIn: [] },
      script: { status: 403, cors: 'closed', contentType: 'text/plain', framing: 'length', pieces: [] },
    },
    { script: lines([...WORDS, LAST]) },
  ],
  '/ollama-split': [{ script: lines((WORDS.join('') + LAST).match(/.{1,50}\n?/g) ?? [], 5) }],
  '/ollama-no-newline': [{ script: lines([...WORDS, LAST.trimEnd()]) }],
  '/ollama-truncated': [{ script: lines(WORDS) }],
  '/ollama-error': [{ script: lines([...WORDS, FAULT]) }],
};
