/** Server-sent events as OpenAI-compatible servers write them, from the API reference's fields. */

const COMMON = {
  id: 'chatcmpl-test-1',
  object: 'chat.completion.chunk',
  created: 1_795_000_000,
  model: 'scripted',
};

/** One event with this data. */
export const event = (data: string): string => `data: ${data}\n\n`;

/** The JSON of a chunk with one choice. */
export const chunkJson = (delta: object, finish: string | null = null, rest: object = {}): string =>
  JSON.stringify({ ...COMMON, choices: [{ index: 0, delta, finish_reason: finish }], ...rest });

export const chunk = (delta: object, finish: string | null = null, rest: object = {}): string =>
  event(chunkJson(delta, finish, rest));

export const ROLE = chunk({ role: 'assistant', content: '' });

/** A chunk a text. */
export const contents = (...texts: string[]): string[] => texts.map((content) => chunk({ content }));

export const STOP = chunk({}, 'stop');

export const usageOf = (tokens: number): object => ({
  prompt_tokens: 9,
  completion_tokens: tokens,
  total_tokens: 9 + tokens,
});

/** The usage chunk, which has no choice. */
export const usage = (tokens: number): string =>
  event(JSON.stringify({ ...COMMON, choices: [], usage: usageOf(tokens) }));

export const DONE = event('[DONE]');

/** A line of Ollama's `/api/chat`. */
export const ollamaLine = (content: string, rest: object = { done: false }): string =>
  `${JSON.stringify({ model: 'scripted', created_at: '2026-11-24T05:00:00Z', message: { role: 'assistant', content }, ...rest })}\n`;

/** Its last line; durations in ns. */
export const ollamaLast = (tokens: number): string =>
  ollamaLine('', {
    done: true,
    done_reason: 'stop',
    total_duration: 150_000_000,
    load_duration: 1_000_000,
    prompt_eval_count: 9,
    prompt_eval_duration: 40_000_000,
    eval_count: tokens,
    eval_duration: 100_000_000,
  });
