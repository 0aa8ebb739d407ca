import * as v from 'valibot';
import type { StreamFinding } from '../findings.ts';
import type { HttpProtocol } from '../protocol.ts';
import {
  chunkOf,
  count,
  failed,
  isTold,
  lenient,
  list,
  parse,
  splitDataUrl,
  text,
  usageOf,
} from './shape.ts';

const usage = lenient(v.object({ output_tokens: count, input_tokens: count }));
const eventSchema = v.object({
  type: text,
  message: v.nullish(v.object({ usage })),
  delta: v.nullish(v.object({ text, thinking: text, partial_json: text, stop_reason: text })),
  content: list,
  stop_reason: text,
  usage,
  error: v.optional(v.unknown()),
});

/**
 * Anthropic's Messages API: typed events from `message_start` to `message_stop`
 * (docs.claude.com, streaming messages). Kinds of events that are not known are
 * passed over, as it asks of its clients. The count of output tokens in
 * `message_start` is of what was there by then, and no usage. A whole `message`,
 * from a server that does not stream, is one chunk.
 */
export const anthropic: HttpProtocol = {
  id: 'anthropic',
  transport: 'http',
  framing: 'sse',
  headers: { 'anthropic-version': '2023-06-01', 'anthropic-dangerous-direct-browser-access': 'true' },
  body: ({ model, prompt, maxTokens, imageUrl }) => {
    const image = splitDataUrl(imageUrl);
    const source = image && { type: 'base64', media_type: image.mediaType, data: image.base64 };
    const content =
      source === undefined
        ? prompt
        : [
            { type: 'image', source },
            { type: 'text', text: prompt },
          ];
    return JSON.stringify({
      model,
      max_tokens: maxTokens,
      messages: [{ role: 'user', content }],
      stream: true,
    });
  },
  read(data) {
    const event = parse(eventSchema, data);
    switch (event?.type) {
      case 'message_start':
        return usageOf(undefined, event.message?.usage?.input_tokens);
      case 'content_block_delta':
        return chunkOf(
          Boolean(event.delta?.text || event.delta?.partial_json),
          Boolean(event.delta?.thinking),
        );
      case 'message_delta':
        return endOf(event.delta?.stop_reason, event.usage);
      case 'message':
        return [...chunkOf(Boolean(event.content?.length), false), ...endOf(event.stop_reason, event.usage)];
      case 'message_stop':
        return [{ kind: 'done' }];
      case 'ping':
        return [{ kind: 'keep-alive' }];
      case 'error':
        return failed('stream-error');
    }
    if (event?.type) return [];
    return failed(isTold(event?.error) ? 'stream-error' : 'malformed');
  },
};

function endOf(reason: string | null | undefined, told: v.InferOutput<typeof usage>): StreamFinding[] {
  const findings = usageOf(told?.output_tokens, told?.input_tokens);
  return reason ? [{ kind: 'finish', reason }, ...findings] : findings;
}
