import * as v from 'valibot';
import { readText } from '../body.ts';
import type { Exchange } from '../reply.ts';

const BODY_LIMIT = 16 * 1024 * 1024;

const content = v.union(
  [v.string(), v.null(), v.array(v.looseObject({ text: v.optional(v.string()) }))],
  'a text or a list of parts',
);
const messages = v.pipe(
  v.array(
    v.looseObject(
      { role: v.string('a text'), content: v.optional(content) },
      'an object with role and content',
    ),
    'a list of messages',
  ),
  v.minLength(1, 'at least one message'),
);
const model = v.pipe(v.string('the name of a model'), v.minLength(1, 'the name of a model'));
const tokens = v.nullish(
  v.pipe(v.number('a whole number'), v.integer('a whole number'), v.minValue(1, '1 or more')),
);
const flag = v.nullish(v.boolean('true or false'));

/** What is read of `POST /v1/chat/completions`; all else is accepted and without effect. */
export const openAiRequest = v.looseObject(
  {
    model,
    messages,
    stream: flag,
    max_tokens: tokens,
    max_completion_tokens: tokens,
    stream_options: v.nullish(v.looseObject({ include_usage: flag }, 'an object')),
  },
  'a JSON object',
);

/** What is read of `POST /api/chat`. A negative `num_predict` means no limit, as in Ollama. */
export const ollamaRequest = v.looseObject(
  {
    model,
    messages,
    stream: flag,
    options: v.nullish(
      v.looseObject({
        num_predict: v.nullish(v.pipe(v.number('a whole number'), v.integer('a whole number'))),
      }),
    ),
  },
  'a JSON object',
);

/** Characters of all messages, by which the time to read the prompt is simulated. */
export function promptChars(sent: v.InferOutput<typeof messages>): number {
  const texts = sent.flatMap(({ content: whole }) =>
    Array.isArray(whole) ? whole.map(({ text }) => text ?? '') : [whole ?? ''],
  );
  return texts.reduce((sum, text) => sum + text.length, 0);
}

/** Reads and checks a request; answers it with 400 or 413 and gives `undefined` where it is not usable. */
export async function readRequest<Schema extends v.GenericSchema>(
  { request, up, reply }: Exchange,
  schema: Schema,
): Promise<v.InferOutput<Schema> | undefined> {
  const { end, text } = await readText(request, up, BODY_LIMIT);
  if (end === 'too-large') {
    reply.error(413, 'The request is larger than 16 MiB. Send a shorter prompt.');
  }
  if (end !== 'complete') return undefined;
  reply.bodyArrived();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    reply.error(400, 'The body is not JSON. Send an object with model and messages.');
    return undefined;
  }
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  const mend = issue.received === 'undefined' ? 'is missing' : `must be ${issue.message}`;
  reply.error(400, path === null ? `The body must be ${issue.message}.` : `${path} ${mend}.`);
  return undefined;
}
