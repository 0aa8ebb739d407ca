import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { clientSignal, readBody, sendJson } from '../server-exchange.ts';
import type { Engine, Outcome } from './engine.ts';
import { MODEL_NAME } from './model.ts';
import { checkedPrompt, messagesSchema, samplingOf } from './request.ts';

const bodySchema = v.object({
  messages: messagesSchema,
  stream: v.optional(v.boolean(), true),
  options: v.optional(
    v.object({
      num_predict: v.optional(v.pipe(v.number(), v.integer())),
      temperature: v.optional(v.number()),
      top_p: v.optional(v.number()),
      top_k: v.optional(v.number()),
      seed: v.optional(v.number()),
    }),
    {},
  ),
});

/**
 * `POST /api/chat` as Ollama's API document has it: a JSON line a token, and a
 * last one with counts and durations in nanoseconds. There is no field for the
 * wait in the queue: it is what is left of the total once the parts are taken off.
 */
export async function ollamaChat(
  engine: Engine,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Outcome> {
  const startMs = performance.now();
  const { messages, stream, options } = await readBody(request, bodySchema);
  const asked = options.num_predict ?? -1;
  let whole = '';
  const line = (content: string, rest: object): object => ({
    model: MODEL_NAME,
    created_at: new Date().toISOString(),
    message: { role: 'assistant', content },
    ...rest,
  });
  const outcome = await engine.generate({
    prompt: checkedPrompt(engine, messages),
    maxTokens: asked > 0 ? asked : Number.POSITIVE_INFINITY,
    sampling: samplingOf({ ...options, topP: options.top_p, topK: options.top_k }),
    stops: [],
    signal: clientSignal(response),
    onStart: () => {
      if (!stream) return;
      response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
      response.flushHeaders();
    },
    onText: (text) => {
      if (stream) response.write(`${JSON.stringify(line(text, { done: false }))}\n`);
      else whole += text;
    },
  });
  if (outcome.finish === 'aborted') return outcome;
  const last = line(whole, {
    done: true,
    done_reason: outcome.finish,
    total_duration: nanoseconds(performance.now() - startMs),
    load_duration: 0,
    prompt_eval_count: outcome.promptTokens,
    prompt_eval_duration: nanoseconds(outcome.prefillMs),
    eval_count: outcome.completionTokens,
    eval_duration: nanoseconds(outcome.decodeMs),
  });
  if (stream) response.end(`${JSON.stringify(last)}\n`);
  else sendJson(response, 200, last);
  return outcome;
}

const nanoseconds = (ms: number): number => Math.round(ms * 1e6);
