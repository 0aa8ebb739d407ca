import type { ChatFacts } from '../core/check-facts.ts';
import { header, SERVER_TIME_MENDS } from './check-mends.ts';
import type { Mend, Said } from './check-types.ts';
import { PROTOCOLS, type Protocol } from './protocols.ts';

const EXPOSED = 'Server-Timing, openai-processing-ms, x-envoy-upstream-service-time, Retry-After';
const PER_REQUEST: Mend = { server: 'vLLM', line: '--enable-per-request-metrics' };

/** Whether a model's server says how long it took itself, by the answer or by a header, and what makes it say so. */
export function chatServerTime({ serverSource }: ChatFacts, protocol: Protocol): Said {
  const topic = 'Server’s own time';
  if (serverSource !== undefined) {
    const place = /^(ollama|vllm|llama\.cpp)$/.test(serverSource)
      ? `its answer (${serverSource})`
      : `the header ${serverSource}`;
    return { topic, state: 'ok', says: `The server says how long it took itself, in ${place}.` };
  }
  const says = 'The server does not say how long it took itself.';
  const loses = 'The network’s share of the first token and the model’s cannot be told apart.';
  if (PROTOCOLS[protocol].socket) return { topic, state: 'info', says: `${says} ${loses}` };
  const common: Said = { topic, state: 'limits', says, loses };
  if (protocol.startsWith('ollama')) return { ...common, note: OLLAMA };
  const openai = protocol.startsWith('openai');
  return {
    ...common,
    mends: [
      ...(openai ? [PER_REQUEST] : []),
      ...header('Access-Control-Expose-Headers', EXPOSED),
      ...SERVER_TIME_MENDS,
    ],
    note: openai ? `${HEADERS} llama.cpp tells its timings by itself.` : HEADERS,
  };
}

const OLLAMA =
  'Ollama tells its durations in the last line of each answer, without a setting. Something in front of it takes them out, or this is another server.';
const HEADERS =
  'Where a server or a gateway sends Server-Timing, openai-processing-ms (OpenAI) or x-envoy-upstream-service-time (Envoy), it has to be exposed to this page; else a proxy can add Server-Timing.';
