import * as v from 'valibot';
import type { StreamFinding } from './token-times.ts';

const maybeText = v.optional(v.nullable(v.string()));

/** The parts of a `chat.completion.chunk` that are timed or counted; servers add what they like. */
const chunkSchema = v.object({
  choices: v.optional(
    v.array(
      v.object({
        delta: v.optional(
          v.nullable(v.object({ content: maybeText, reasoning_content: maybeText, reasoning: maybeText })),
        ),
        finish_reason: maybeText,
      }),
    ),
  ),
  usage: v.optional(v.nullable(v.object({ completion_tokens: v.optional(v.number()) }))),
  error: v.optional(v.unknown()),
});

/**
 * What one server-sent event of an OpenAI-compatible `chat/completions` stream
 * says. `data` is the event's data without its prefix. Never throws; what is no
 * chunk at all is `malformed`.
 */
export function readOpenAiChunk(data: string): StreamFinding[] {
  if (data.trim() === '[DONE]') return [{ kind: 'done' }];
  const chunk = parse(data);
  if (chunk === undefined) return [{ kind: 'error', error: 'malformed' }];
  if (chunk.error !== undefined && chunk.error !== null) return [{ kind: 'error', error: 'stream-error' }];
  if (chunk.choices === undefined && chunk.usage === undefined)
    return [{ kind: 'error', error: 'malformed' }];
  const findings: StreamFinding[] = [];
  const choice = chunk.choices?.[0];
  const delta = choice?.delta;
  if (delta?.reasoning_content || delta?.reasoning) findings.push({ kind: 'reasoning' });
  if (delta?.content) findings.push({ kind: 'content' });
  if (choice?.finish_reason) findings.push({ kind: 'finish', reason: choice.finish_reason });
  const tokens = chunk.usage?.completion_tokens;
  if (tokens !== undefined && tokens > 0) findings.push({ kind: 'usage', outputTokens: tokens });
  return findings;
}

function parse(data: string): v.InferOutput<typeof chunkSchema> | undefined {
  try {
    const result = v.safeParse(chunkSchema, JSON.parse(data));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}
