import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import type { Engine, Outcome } from './engine.ts';
import { clientSignal, messagesSchema, readBody, sendJson } from './exchange.ts';
import { MODEL_NAME } from './model.ts';
import { checkedPrompt, samplingOf } from './request.ts';

const stopText = v.pipe(v.string(), v.nonEmpty());
const count = v.nullish(v.pipe(v.number(), v.integer(), v.minValue(1)));
const bodySchema = v.object({
  messages: messagesSchema,
  stream: v.nullish(v.boolean()),
  stream_options: v.nullish(v.object({ include_usage: v.nullish(v.boolean()) })),
  max_tokens: count,
  max_completion_tokens: count,
  temperature: v.nullish(v.number()),
  top_p: v.nullish(v.number()),
  top_k: v.nullish(v.number()),
  seed: v.nullish(v.number()),
  stop: v.nullish(v.union([stopText, v.pipe(v.array(stopText), v.maxLength(4))])),
});

/**
 * `POST /v1/chat/completions` as the OpenAI API reference has it, streamed or
 * whole: a chunk that holds the role alone, a chunk a token, a chunk with the
 * finish reason, the usage chunk where it was asked for, `[DONE]`.
 */
export async function chatCompletions(
  engine: Engine,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Outcome> {
  const body = await readBody(request, bodySchema);
  const prompt = checkedPrompt(engine, body.messages);
  const common = {
    id: `chatcmpl-${crypto.randomUUID()}`,
    created: Math.floor(Date.now() / 1000),
    model: MODEL_NAME,
  };
  const generation = {
    prompt,
    maxTokens: body.max_completion_tokens ?? body.max_tokens ?? Number.POSITIVE_INFINITY,
    sampling: samplingOf({ ...body, topP: body.top_p, topK: body.top_k }),
    stops: [body.stop ?? []].flat(),
    signal: clientSignal(response),
  };

  if (body.stream !== true) {
    let content = '';
    const outcome = await engine.generate({
      ...generation,
      onStart: () => {},
      onText: (text) => {
        content += text;
      },
    });
    if (outcome.finish === 'aborted') return outcome;
    const message = { role: 'assistant', content };
    const choices = [{ index: 0, message, finish_reason: outcome.finish }];
    sendJson(response, 200, { ...common, object: 'chat.completion', choices, usage: usageOf(outcome) });
    return outcome;
  }

  const withUsage = body.stream_options?.include_usage === true;
  const send = (rest: object): void => {
    response.write(`data: ${JSON.stringify({ ...common, object: 'chat.completion.chunk', ...rest })}\n\n`);
  };
  const sendDelta = (delta: object, finish_reason: string | null = null): void =>
    send({ choices: [{ index: 0, delta, finish_reason }], ...(withUsage ? { usage: null } : {}) });

  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  response.flushHeaders();
  const outcome = await engine.generate({
    ...generation,
    onStart: () => sendDelta({ role: 'assistant', content: '' }),
    onText: (content) => sendDelta({ content }),
  });
  if (outcome.finish === 'aborted') return outcome;
  sendDelta({}, outcome.finish);
  if (withUsage) send({ choices: [], usage: usageOf(outcome) });
  response.end('data: [DONE]\n\n');
  return outcome;
}

function usageOf({ promptTokens, completionTokens }: Outcome): object {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  };
}
