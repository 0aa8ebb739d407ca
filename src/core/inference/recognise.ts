import type { ProtocolId } from '../plan-schema.ts';

/** What only this protocol's answers and errors begin with; `status` where that is asked for, too. */
const MARKS: readonly (readonly [ProtocolId, RegExp, ((status: number) => boolean)?])[] = [
  ['anthropic', /^event: *(message_start|ping|error)\b|^\{"type": *"(error|message)", *"/],
  ['openai-responses', /^event: *response\.|"object": *"response"[,}]/],
  ['openai', /"object": *"chat\.completion|^data: *\{.*"choices": *\[/],
  ['ollama-chat', /^\{"model":.*"message": *\{.*"done": *(true|false)/],
  ['ollama-generate', /^\{"model":.*"response": *".*"done": *(true|false)/],
  ['kserve-v2', /^\{.*"outputs": *\[ *\{.*"datatype"/],
  // Many have errors of this shape; that the path is not there, only a server of another protocol says so.
  ['openai', /^\{"error": *\{.*"message": */, (status) => status === 404 || status === 405],
];

/**
 * The protocol that an answer looks like, where that is another one than was
 * chosen: by the shapes of the protocols' own documentation. `text` is its
 * beginning. Protocols that take any answer (`json`, `websocket`) are never at odds.
 */
export function otherProtocol(text: string, status: number, chosen: ProtocolId): ProtocolId | undefined {
  if (chosen === 'json' || chosen === 'websocket') return undefined;
  const begins = text.trimStart().slice(0, 4000);
  const found = MARKS.find(([, mark, holds]) => mark.test(begins) && (holds === undefined || holds(status)));
  const id = found?.[0];
  // The two OpenAI APIs of one server have errors of one shape.
  const kin = id === 'openai' && chosen === 'openai-responses' && found?.[2] !== undefined;
  return id === chosen || kin ? undefined : id;
}
