import { createParser } from 'eventsource-parser';
import * as v from 'valibot';
import type { LlamaServer } from './start.ts';

const chunkSchema = v.object({
  choices: v.array(
    v.object({
      delta: v.object({ role: v.optional(v.string()), content: v.optional(v.string()) }),
      finish_reason: v.nullable(v.string()),
    }),
  ),
  usage: v.nullish(v.object({ prompt_tokens: v.number(), completion_tokens: v.number() })),
});

type Chunk = v.InferOutput<typeof chunkSchema>;

export interface StreamedAnswer {
  firstDelta: Chunk['choices'][number]['delta'] | undefined;
  /** The non-empty content deltas. */
  texts: string[];
  finishReason: string | undefined;
  usage: Chunk['usage'];
  /** `[DONE]` came, and nothing after it. */
  done: boolean;
}

/** Posts to the server's chat/completions; `rest` is added to, or replaces parts of, a usual request. */
export function chat(server: LlamaServer, rest: object, signal?: AbortSignal): Promise<Response> {
  const messages = [{ role: 'user', content: 'How does a satellite dish keep its link?' }];
  return fetch(`${server.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ model: server.model, messages, ...rest }),
    signal: signal ?? null,
  });
}

export function openStream(server: LlamaServer, rest: object, signal?: AbortSignal): Promise<Response> {
  return chat(server, { stream: true, stream_options: { include_usage: true }, ...rest }, signal);
}

/** Reads a streamed answer to its end. Throws where a chunk is not as the API has it. */
export async function readStream(response: Response): Promise<StreamedAnswer> {
  const data: string[] = [];
  createParser({ onEvent: (event) => data.push(event.data) }).feed(await response.text());
  const done = data.at(-1) === '[DONE]';
  const chunks = (done ? data.slice(0, -1) : data).map((text) => v.parse(chunkSchema, JSON.parse(text)));
  const choices = chunks.flatMap((chunk) => chunk.choices);
  return {
    firstDelta: choices[0]?.delta,
    texts: choices.flatMap(({ delta }) => delta.content || []),
    finishReason: choices.at(-1)?.finish_reason ?? undefined,
    usage: chunks.at(-1)?.usage,
    done,
  };
}
