import type { HttpProtocol } from '../protocol.ts';
import { readEvent } from './openai-events.ts';

/** The Responses API refuses less. */
const LEAST_TOKENS = 16;

/**
 * OpenAI's Responses API: typed events, the last one `response.completed`,
 * `response.incomplete` or `response.failed`, without `[DONE]`
 * (platform.openai.com, API reference, responses streaming). It sends
 * `keepalive` events while it waits.
 */
export const openaiResponses: HttpProtocol = {
  id: 'openai-responses',
  transport: 'http',
  framing: 'sse',
  headers: {},
  body: ({ model, prompt, maxTokens, imageUrl }) =>
    JSON.stringify({
      model,
      input:
        imageUrl === undefined
          ? prompt
          : [
              {
                role: 'user',
                content: [
                  { type: 'input_text', text: prompt },
                  { type: 'input_image', image_url: imageUrl },
                ],
              },
            ],
      max_output_tokens: Math.max(LEAST_TOKENS, maxTokens),
      stream: true,
    }),
  read: readEvent,
};
