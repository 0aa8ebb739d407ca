import * as v from 'valibot';
import { RequestError } from '../server-exchange.ts';
import type { EvaluateOptions } from './binding.ts';
import type { Engine, Message } from './engine.ts';
import { CONTEXT_TOKENS } from './model.ts';

const content = v.union([
  v.string(),
  v.pipe(
    v.array(v.object({ text: v.optional(v.string(), '') })),
    v.transform((parts) => parts.map(({ text }) => text).join('')),
  ),
]);

/** Chat messages: text, or a list of parts of which the text counts. */
export const messagesSchema = v.pipe(
  v.array(v.object({ role: v.string(), content })),
  v.minLength(1, 'expected at least one message'),
);

interface AskedSampling {
  temperature?: number | null | undefined;
  topP?: number | null | undefined;
  topK?: number | null | undefined;
  seed?: number | null | undefined;
}

/**
 * llama.cpp's own defaults where a request is silent (temperature 0.8, top-k 40,
 * top-p 0.95), and one fixed seed: the same request gets the same answer.
 */
export function samplingOf(asked: AskedSampling): EvaluateOptions {
  return {
    temperature: asked.temperature ?? 0.8,
    topP: asked.topP ?? 0.95,
    topK: asked.topK ?? 40,
    seed: asked.seed ?? 1,
  };
}

/** Tokens of the messages. Throws RequestError 400 where they leave no room for an answer. */
export function checkedPrompt(engine: Engine, messages: readonly Message[]): number[] {
  const prompt = engine.tokenize(messages);
  if (prompt.length < CONTEXT_TOKENS) return prompt;
  throw new RequestError(
    400,
    `The prompt has ${prompt.length} tokens and the context holds ${CONTEXT_TOKENS}: shorten the prompt.`,
  );
}
