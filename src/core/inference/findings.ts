import type { Millis } from '../units.ts';

/** Whose record of its own time an answer holds. */
export type ServerSource = 'ollama' | 'vllm' | 'llama.cpp';

/** What a server says of its own time for one request. What it does not say is undefined. */
export interface ServerTimes {
  /** From the request's arrival until the first token, with the wait in its queue where it tells that. */
  ttftMs?: Millis | undefined;
  /** From the request's arrival until the last token. */
  totalMs?: Millis | undefined;
  /** The wait before the model began. */
  queueMs?: Millis | undefined;
}

/**
 * What one piece of an answer says, whatever the protocol. `content`: output
 * that is not reasoning (text, a refusal, the arguments of a tool call), and not
 * empty. `finish`: the model has stopped, in the server's own word. `done`: the
 * end marker, nothing more is to be expected. `stream-error`: the server says
 * that it failed. `malformed`: no piece of this protocol at all.
 */
export type StreamFinding =
  | { kind: 'content' | 'reasoning' | 'keep-alive' | 'done' }
  | { kind: 'finish'; reason: string }
  | { kind: 'usage'; outputTokens?: number | undefined; inputTokens?: number | undefined }
  | ({ kind: 'server'; source: ServerSource } & ServerTimes)
  | { kind: 'error'; error: 'stream-error' | 'malformed' };
