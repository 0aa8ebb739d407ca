import type { ProtocolId } from '../../plan-schema.ts';
import type { InferenceProtocol } from '../protocol.ts';
import { anthropic } from './anthropic.ts';
import { json } from './json.ts';
import { kserveV2 } from './kserve-v2.ts';
import { ollamaChat, ollamaGenerate } from './ollama.ts';
import { openai } from './openai.ts';
import { openaiRealtime } from './openai-realtime.ts';
import { openaiResponses } from './openai-responses.ts';
import { websocket } from './websocket.ts';

const PROTOCOLS: Readonly<Record<ProtocolId, InferenceProtocol>> = {
  openai,
  'openai-responses': openaiResponses,
  'ollama-chat': ollamaChat,
  'ollama-generate': ollamaGenerate,
  anthropic,
  'kserve-v2': kserveV2,
  'openai-realtime': openaiRealtime,
  json,
  websocket,
};

/** The protocol of a plan's chat probe. */
export function protocolOf(id: ProtocolId): InferenceProtocol {
  return PROTOCOLS[id];
}
