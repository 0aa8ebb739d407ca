import { epochNow } from '../clock.ts';
import type { Exchange } from '../reply.ts';
import type { Service } from '../service.ts';
import { generate, type Made } from './generate.ts';
import { type Pace, paceOf } from './pace.ts';
import { ollamaRequest, promptChars, readRequest } from './request.ts';

/**
 * POST /api/chat: the Ollama protocol with simulated pace and meaningless text. A line of JSON for
 * each token and a last one with `done: true` and the server's durations in ns; with
 * `stream: false` one object with all of it.
 */
export async function chatOllama(exchange: Exchange, { seed, nextChat }: Service): Promise<void> {
  const asked = await readRequest(exchange, ollamaRequest);
  if (!asked) return;
  const { reply } = exchange;
  const number = nextChat();
  const wanted = asked.options?.num_predict ?? undefined;
  const limit = wanted !== undefined && wanted >= 0 ? Math.max(1, wanted) : undefined;
  const pace = paceOf(seed, number, promptChars(asked.messages), limit);
  const part = (content: string) => ({
    model: asked.model,
    created_at: new Date(epochNow()).toISOString(),
    message: { role: 'assistant', content },
  });
  if (asked.stream === false) {
    const words: string[] = [];
    const made = await generate(seed, number, pace, reply.gone, (text) => void words.push(text));
    if (made) reply.json(200, { ...part(words.join('')), ...last(pace, made) });
    return;
  }
  const line = (value: object) => reply.write(`${JSON.stringify(value)}\n`);
  reply.head(200, { 'Content-Type': 'application/x-ndjson' });
  const made = await generate(seed, number, pace, reply.gone, (text) => line({ ...part(text), done: false }));
  if (!made) return;
  await line({ ...part(''), ...last(pace, made) });
  reply.end();
}

/** The fields of the last line; load time stands for the wait in the queue. */
function last(pace: Pace, { startMonoMs, firstTokenMonoMs, endMonoMs }: Made): object {
  const ns = (ms: number) => Math.round(ms * 1e6);
  return {
    done: true,
    done_reason: pace.finish,
    total_duration: ns(endMonoMs - startMonoMs),
    load_duration: ns(pace.queueMs),
    prompt_eval_count: pace.promptTokens,
    prompt_eval_duration: ns(firstTokenMonoMs - startMonoMs - pace.queueMs),
    eval_count: pace.outputTokens,
    eval_duration: ns(endMonoMs - firstTokenMonoMs),
  };
}
