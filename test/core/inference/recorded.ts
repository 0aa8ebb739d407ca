import type { ServerSource } from '../../../src/core/inference/findings.ts';
import type { ProtocolId } from '../../../src/core/plan-schema.ts';

/** A piece of an answer (an event, line or message with its terminator), and the chunk that is whole with it. */
export type Piece = string | readonly [text: string, chunk: 'content' | 'reasoning'];

/** An answer as a server sends it, written by hand from the protocol's specification. */
export interface Recorded {
  name: string;
  protocol: ProtocolId;
  pieces: readonly Piece[];
  finish?: string;
  tokensOut?: number;
  inputTokens?: number;
  keepAlives?: number;
  server?: { source: ServerSource; ttftMs?: number; totalMs?: number; queueMs?: number };
}

export const textOf = (piece: Piece): string => (typeof piece === 'string' ? piece : piece[0]);

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const RESPONSE_END = /response\.(done|completed|incomplete)|"status"\s*:\s*"(completed|incomplete)|\[DONE\]/;

/** What stands in the text of every answer that is whole. */
export const END_MARKS: Readonly<Record<ProtocolId, RegExp>> = {
  openai: /\[DONE\]|"finish_reason"\s*:\s*"[^"]/,
  'openai-responses': RESPONSE_END,
  'ollama-chat': /"done"\s*:\s*true/,
  'ollama-generate': /"done"\s*:\s*true/,
  anthropic: /message_stop|"stop_reason"\s*:\s*"[^"]/,
  'kserve-v2': /"outputs"/,
  'openai-realtime': RESPONSE_END,
  json: /\S/,
  websocket: /^/,
};
