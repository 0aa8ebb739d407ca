import type { ChatProbeSpec } from '../core/plan.ts';
import type { SecretHeader } from './context.ts';

/**
 * The subprotocols that a chat probe over a WebSocket offers. A browser's
 * WebSocket sends no header, so OpenAI's Realtime API takes the key as one of them,
 * beside its own name (as OpenAI's client library for browsers does). Without a key
 * none is offered: a server that does not know the name would fail the connection.
 */
export function subprotocolsOf({ protocol }: ChatProbeSpec, secret: SecretHeader | undefined): string[] {
  if (protocol !== 'openai-realtime' || secret === undefined) return [];
  return ['realtime', `openai-insecure-api-key.${secret.value.replace(/^Bearer /i, '')}`];
}
