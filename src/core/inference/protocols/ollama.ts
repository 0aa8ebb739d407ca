import * as v from 'valibot';
import type { StreamFinding } from '../findings.ts';
import type { Ask, HttpProtocol } from '../protocol.ts';
import {
  chunkOf,
  count,
  duration,
  failed,
  isTold,
  list,
  parse,
  serverOf,
  splitDataUrl,
  sum,
  text,
  usageOf,
} from './shape.ts';

const lineSchema = v.object({
  message: v.nullish(v.object({ content: text, thinking: text, tool_calls: list })),
  response: text,
  thinking: text,
  done: v.optional(v.boolean()),
  done_reason: text,
  eval_count: count,
  prompt_eval_count: count,
  load_duration: duration,
  prompt_eval_duration: duration,
  total_duration: duration,
  error: v.optional(v.unknown()),
});

/**
 * A line of an Ollama answer. The last one has `done: true`, the counts and the
 * durations in ns (docs.ollama.com, API reference); those that are zero are left
 * out (`omitempty`), and a model that is loaded already has no `load_duration`.
 */
function read(data: string): StreamFinding[] {
  const line = parse(lineSchema, data);
  if (line === undefined) return failed('malformed');
  if (isTold(line.error)) return failed('stream-error');
  const { message, response, done } = line;
  if (!message && typeof response !== 'string' && done === undefined) return failed('malformed');
  const findings = chunkOf(
    Boolean(message?.content || message?.tool_calls?.length || response),
    Boolean(message?.thinking || line.thinking),
  );
  if (done !== true) return findings;
  if (line.done_reason) findings.push({ kind: 'finish', reason: line.done_reason });
  const ms = (ns: number | undefined) => sum(ns === undefined ? ns : ns / 1e6);
  return [
    ...findings,
    ...usageOf(line.eval_count, line.prompt_eval_count),
    ...serverOf('ollama', {
      ttftMs: sum(ms(line.load_duration ?? 0), ms(line.prompt_eval_duration)),
      totalMs: ms(line.total_duration),
    }),
    { kind: 'done' },
  ];
}

function ollama(
  id: 'ollama-chat' | 'ollama-generate',
  input: (ask: Ask, images: unknown) => object,
): HttpProtocol {
  return {
    id,
    transport: 'http',
    framing: 'ndjson',
    headers: {},
    body: (ask) => {
      const image = splitDataUrl(ask.imageUrl);
      const images = image && [image.base64];
      const options = { num_predict: ask.maxTokens };
      return JSON.stringify({ model: ask.model, ...input(ask, images), stream: true, options });
    },
    read,
  };
}

/** `POST /api/chat`. */
export const ollamaChat = ollama('ollama-chat', ({ prompt }, images) => ({
  messages: [{ role: 'user', content: prompt, images }],
}));

/** `POST /api/generate`. */
export const ollamaGenerate = ollama('ollama-generate', ({ prompt }, images) => ({ prompt, images }));
