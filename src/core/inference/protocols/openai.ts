import * as v from 'valibot';
import type { StreamFinding } from '../findings.ts';
import type { HttpProtocol } from '../protocol.ts';
import {
  chunkOf,
  count,
  duration,
  failed,
  isTold,
  lenient,
  list,
  parse,
  serverOf,
  sum,
  text,
  usageOf,
} from './shape.ts';
import { vllmMetrics, vllmTimes } from './vllm.ts';

/** Servers call the reasoning by either name. */
const said = v.nullish(
  v.object({ content: text, reasoning_content: text, reasoning: text, refusal: text, tool_calls: list }),
);

const chunkSchema = v.object({
  object: lenient(v.string()),
  type: lenient(v.string()),
  choices: v.nullish(v.array(v.object({ delta: said, message: said, finish_reason: text }))),
  usage: lenient(v.object({ completion_tokens: count, prompt_tokens: count })),
  error: v.optional(v.unknown()),
  metrics: vllmMetrics,
  timings: lenient(v.object({ prompt_ms: duration, predicted_ms: duration })),
});

/**
 * OpenAI's `chat/completions` and its many kin: one `chat.completion.chunk` an
 * event, `[DONE]` at the end (platform.openai.com, API reference, chat
 * streaming). A whole `chat.completion` from a server that does not stream is
 * one chunk.
 *
 * What others add: an error in place of a chunk or beside `choices` after HTTP
 * 200 (OpenRouter, with `finish_reason: "error"`; TGI, llama.cpp, LM Studio),
 * `object: "error"` (vLLM), `timings` (llama.cpp), `metrics` (vLLM).
 */
export const openai: HttpProtocol = {
  id: 'openai',
  transport: 'http',
  framing: 'sse',
  headers: {},
  body: ({ model, prompt, maxTokens, imageUrl, usage }) =>
    JSON.stringify({
      model,
      messages: [
        {
          role: 'user',
          content:
            imageUrl === undefined
              ? prompt
              : [
                  { type: 'text', text: prompt },
                  { type: 'image_url', image_url: { url: imageUrl } },
                ],
        },
      ],
      max_tokens: maxTokens,
      stream: true,
      stream_options: usage ? { include_usage: true } : undefined,
    }),
  read(data) {
    if (data.trim() === '[DONE]') return [{ kind: 'done' }];
    const chunk = parse(chunkSchema, data);
    if (chunk === undefined) return failed('malformed');
    // Gateways pass Anthropic's pings on.
    if (chunk.type === 'ping') return [{ kind: 'keep-alive' }];
    const choice = chunk.choices?.[0];
    const reason = choice?.finish_reason;
    if (isTold(chunk.error) || chunk.object === 'error' || reason === 'error') return failed('stream-error');
    if (!chunk.choices && chunk.usage === undefined) return failed('malformed');
    const part = choice?.delta ?? choice?.message;
    const findings: StreamFinding[] = chunkOf(
      Boolean(part?.content || part?.refusal || part?.tool_calls?.length),
      Boolean(part?.reasoning_content || part?.reasoning),
    );
    if (reason) findings.push({ kind: 'finish', reason });
    findings.push(...usageOf(chunk.usage?.completion_tokens, chunk.usage?.prompt_tokens));
    findings.push(...vllmTimes(chunk.metrics));
    const promptMs = sum(chunk.timings?.prompt_ms);
    const totalMs = sum(promptMs, chunk.timings?.predicted_ms);
    return findings.concat(serverOf('llama.cpp', { ttftMs: promptMs, totalMs }));
  },
};
