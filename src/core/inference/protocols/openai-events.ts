import * as v from 'valibot';
import type { StreamFinding } from '../findings.ts';
import { chunkOf, count, failed, isTold, lenient, list, parse, text, usageOf } from './shape.ts';
import { vllmMetrics, vllmTimes } from './vllm.ts';

const reason = lenient(v.object({ reason: text }));
const response = {
  status: text,
  output: list,
  incomplete_details: reason,
  status_details: reason,
  usage: lenient(v.object({ output_tokens: count, input_tokens: count })),
  metrics: vllmMetrics,
};
const responseSchema = v.object(response);
const eventSchema = v.object({
  ...response,
  type: text,
  object: text,
  delta: lenient(v.string()),
  response: v.nullish(responseSchema),
  error: v.optional(v.unknown()),
});

/**
 * One event of the Responses API or of the Realtime API, which have the same
 * kinds of events: `response.*.delta`, and an end with the status and the usage.
 * A whole `response` object, from a server that does not stream, is one chunk.
 */
export function readEvent(data: string): StreamFinding[] {
  if (data.trim() === '[DONE]') return [{ kind: 'done' }];
  const event = parse(eventSchema, data);
  if (event === undefined) return failed('malformed');
  const { type } = event;
  if (type === 'error') return failed('stream-error');
  if (!type) {
    if (event.object === 'response')
      return [...chunkOf(Boolean(event.output?.length), false), ...endOf(event)];
    return failed(isTold(event.error) ? 'stream-error' : 'malformed');
  }
  if (type === 'keepalive') return [{ kind: 'keep-alive' }];
  const [, part, end] = /^response\.(?:(.+)\.delta|(completed|incomplete|failed|done))$/.exec(type) ?? [];
  if (part !== undefined && event.delta) return chunkOf(!part.startsWith('reasoning'), true);
  if (end !== undefined) return endOf({ ...event.response, ...(end !== 'done' && { status: end }) });
  return [];
}

/** How a response ended. `cancelled` and `failed` leave no whole answer. */
function endOf(end: Partial<v.InferOutput<typeof responseSchema>>): StreamFinding[] {
  const { status } = end;
  if (status !== 'completed' && status !== 'incomplete') return failed('stream-error');
  return [
    { kind: 'finish', reason: (end.incomplete_details ?? end.status_details)?.reason ?? status },
    ...usageOf(end.usage?.output_tokens, end.usage?.input_tokens),
    ...vllmTimes(end.metrics),
    { kind: 'done' },
  ];
}
