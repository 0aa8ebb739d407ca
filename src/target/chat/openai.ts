import { epochNow } from '../clock.ts';
import { hash } from '../random.ts';
import type { Exchange } from '../reply.ts';
import type { Service } from '../service.ts';
import { generate } from './generate.ts';
import { paceOf } from './pace.ts';
import { openAiRequest, promptChars, readRequest } from './request.ts';

/**
 * POST /v1/chat/completions: the OpenAI protocol with simulated pace and meaningless text. With
 * `stream: true` events as such servers send them: a chunk with the role alone, a chunk for each
 * token, one with the finish reason, one with the usage where asked for, `[DONE]`.
 */
export async function chatOpenAi(exchange: Exchange, { seed, nextChat }: Service): Promise<void> {
  const asked = await readRequest(exchange, openAiRequest);
  if (!asked) return;
  const { reply } = exchange;
  const number = nextChat();
  const limit = asked.max_completion_tokens ?? asked.max_tokens ?? undefined;
  const pace = paceOf(seed, number, promptChars(asked.messages), limit);
  const usage = {
    prompt_tokens: pace.promptTokens,
    completion_tokens: pace.outputTokens,
    total_tokens: pace.promptTokens + pace.outputTokens,
  };
  const common = {
    id: `chatcmpl-${hash(seed, number).toString(16).padStart(8, '0')}-${number}`,
    created: Math.floor(epochNow() / 1000),
    model: asked.model,
    system_fingerprint: 'simulated',
  };
  if (!asked.stream) {
    const words: string[] = [];
    const made = await generate(seed, number, pace, reply.gone, (text) => void words.push(text));
    if (!made) return;
    const message = { role: 'assistant', content: words.join('') };
    const choices = [{ index: 0, message, logprobs: null, finish_reason: pace.finish }];
    reply.json(200, { ...common, object: 'chat.completion', choices, usage });
    return;
  }
  const withUsage = asked.stream_options?.include_usage === true;
  const event = (choices: unknown[], use: typeof usage | null = null) => {
    const chunk = { ...common, object: 'chat.completion.chunk', choices };
    return reply.write(`data: ${JSON.stringify(withUsage ? { ...chunk, usage: use } : chunk)}\n\n`);
  };
  const choice = (delta: object, finish: string | null = null) => [
    { index: 0, delta, finish_reason: finish },
  ];
  reply.head(200, { 'Content-Type': 'text/event-stream; charset=utf-8' });
  await event(choice({ role: 'assistant', content: '' }));
  const made = await generate(seed, number, pace, reply.gone, (text) => event(choice({ content: text })));
  if (!made) return;
  await event(choice({}, pace.finish));
  if (withUsage) await event([], usage);
  await reply.write('data: [DONE]\n\n');
  reply.end();
}
