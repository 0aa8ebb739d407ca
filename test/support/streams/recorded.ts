import type { StreamScript } from './script.ts';

/**
 * A whole answer with the fields that the OpenAI API sends (API reference, chat
 * completion chunk), for tests that split it at every byte. Its text has characters
 * of one to four bytes.
 */

const TEXTS = ['', 'The', ' caf\u00e9', '\u2019s', ' dish', ' \u{1f4e1}', ' looks', ' up', '.'];
const HEAD =
  '{"id":"chatcmpl-C0ffee","object":"chat.completion.chunk","created":1795000000,"model":"gpt-4o-mini-2024-07-18","service_tier":"default","system_fingerprint":"fp_1234567890"';
const piece = (delta: object, finish: string | null): string =>
  `data: ${HEAD},"choices":[{"index":0,"delta":${JSON.stringify(delta)},"logprobs":null,"finish_reason":${JSON.stringify(finish)}}],"usage":null,"obfuscation":"x7"}\n\n`;

const TEXT = [
  ...TEXTS.map((content, index) =>
    piece(index === 0 ? { role: 'assistant', content, refusal: null } : { content }, null),
  ),
  piece({}, 'stop'),
  `data: ${HEAD},"choices":[],"usage":{"prompt_tokens":11,"completion_tokens":9,"total_tokens":20},"obfuscation":"x7"}\n\n`,
  'data: [DONE]\n\n',
].join('');

export const RECORDED: Uint8Array = new TextEncoder().encode(TEXT);

/** Of the recorded answer: what it says, and the tokens that its usage record counts. */
export const RECORDED_TEXT = TEXTS.join('');
export const RECORDED_TOKENS = 9;

const PAUSE_MS = 20;

/** The recorded answer in two pieces: the first `at` bytes, and after a pause the others. */
export function splitAt(at: number): StreamScript {
  const parts = [RECORDED.subarray(0, at), RECORDED.subarray(at)].filter((part) => part.length > 0);
  return { pieces: parts.map((part, index) => ({ atMs: index * PAUSE_MS, bytes: [...part] })) };
}
