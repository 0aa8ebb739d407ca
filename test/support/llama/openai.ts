import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { clientSignal, readBody, sendJson } from '../server-exchange.ts';
import type { Engine, Outcome } from './engine.ts';
import { MODEL_NAME } from './model.ts';
import { checkedPrompt, messagesSchema, samplingOf } from './request.ts';
import { metricsOf, timingsOf } from './server-times.ts';

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
  include_metrics: v.nullish(v.boolean()),
});

/**
 * `POST /v1/chat/completions` as the OpenAI API reference has it, streamed or
 * whole: a chunk that holds the role alone, a chunk a token, a chunk with the
 * finish reason, the usage chunk where it was asked for, `[DONE]`. The last chunk
 * has llama-server's `timings`, and with `include_metrics` the usage chunk has the
 * `metrics` of vLLM as well.
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

  const sums = (outcome: Outcome): object => ({
    usage: usageOf(outcome),
    ...(body.include_metrics === true ? { metrics: metricsOf(outcome) } : {}),
    timings: timingsOf(outcome),
  });

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
    sendJson(response, 200, { ...common, object: 'chat.completion', choices, ...sums(outcome) });
    return outcome;
  }

  const send = (rest: object): void => {
    response.write(`data: ${JSON.stringify({ ...common, object: 'chat.completion.chunk', ...rest })}\n\n`);
  };
  const withUsage = body.stream_options?.include_usage === true;
  const sendDelta = (delta: object, finish_reason: string | null = null, rest: object = {}): void =>
    send({ choices: [{ index: 0, delta, finish_reason }], ...(withUsage ? { usage: null } : {}), ...rest });

  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  response.flushHeaders();
  const outcome = await engine.generate({
    ...generation,
    onStart: () => sendDelta({ role: 'assistant', content: '' }),
    onText: (content) => sendDelta({ content }),
  });
  if (outcome.finish === 'aborted') return outcome;
  sendDelta({}, outcome.finish, withUsage ? {} : { timings: timingsOf(outcome) });
  if (withUsage) send({ choices: [], ...sums(outcome) });
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
