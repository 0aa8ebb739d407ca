import type { ChatProbeSpec } from '../core/plan.ts';
import type { ProbeDraft } from './draft-types.ts';

export type Protocol = ChatProbeSpec['protocol'];
export type Workload = NonNullable<ChatProbeSpec['workload']>;

/** What the form shows of a protocol, and how its addresses look. */
interface Traits {
  name: string;
  /** How it reads within a sentence. */
  noun: string;
  /** The path that servers of it have; NAME stands for a model. */
  path?: string;
  /** What such a path ends in. */
  end?: RegExp;
  socket?: boolean;
  /** The prompt may be a whole body or message; neither model nor most tokens are sent. */
  bare?: boolean;
}

export const PROTOCOLS: Record<Protocol, Traits> = {
  openai: {
    name: 'OpenAI chat',
    noun: 'an OpenAI-compatible chat endpoint',
    path: '/v1/chat/completions',
    end: /(\/v1)?\/chat\/completions$/,
  },
  'openai-responses': {
    name: 'OpenAI responses',
    noun: 'an OpenAI responses endpoint',
    path: '/v1/responses',
    end: /\/v1\/responses$/,
  },
  'ollama-chat': {
    name: 'Ollama chat',
    noun: 'an Ollama chat endpoint',
    path: '/api/chat',
    end: /\/api\/chat$/,
  },
  'ollama-generate': {
    name: 'Ollama generate',
    noun: 'an Ollama generate endpoint',
    path: '/api/generate',
    end: /\/api\/generate$/,
  },
  anthropic: {
    name: 'Anthropic messages',
    noun: 'an Anthropic messages endpoint',
    path: '/v1/messages',
    end: /\/v1\/messages$/,
  },
  'kserve-v2': {
    name: 'KServe v2 (Triton)',
    noun: 'a KServe v2 or Triton model',
    path: '/v2/models/NAME/infer',
    end: /\/v2\/models\/[^/]+(\/versions\/[^/]+)?\/infer$/,
    bare: true,
  },
  'openai-realtime': {
    name: 'OpenAI Realtime',
    noun: 'an OpenAI Realtime endpoint',
    path: '/v1/realtime?model=gpt-realtime',
    end: /(\/v1)?\/realtime$/,
    socket: true,
  },
  json: { name: 'JSON by POST', noun: 'an endpoint that takes JSON', bare: true },
  websocket: {
    name: 'WebSocket reply',
    noun: 'a WebSocket that replies',
    socket: true,
    bare: true,
  },
};

/** The protocol that a path belongs to, by what such paths usually end in. */
export function protocolOfPath(path: string, socket: boolean): Protocol | undefined {
  return protocolIds.find(
    (id) => PROTOCOLS[id].socket === (socket || undefined) && PROTOCOLS[id].end?.test(path),
  );
}

export const protocolIds = Object.keys(PROTOCOLS).filter((id): id is Protocol => id in PROTOCOLS);

/** What a workload is called, and the most tokens that the form proposes for it. */
export const WORKLOADS: Record<Workload, readonly [name: string, maxTokens: number]> = {
  'short-chat': ['Short chat', 128],
  rag: ['RAG, 2,000 tokens', 256],
  'code-completion': ['Code completion', 64],
  vision: ['Image, 200 kB', 128],
  'voice-turn': ['Voice turn', 48],
};

export const workloadIds = Object.keys(WORKLOADS).filter((id): id is Workload => id in WORKLOADS);

/** Whether a protocol can carry a workload. */
export const carries = (protocol: Protocol, workload: Workload): boolean =>
  protocol !== 'json' && (workload !== 'vision' || PROTOCOLS[protocol].bare !== true);

const KEY_HEADERS = { usual: 'Authorization', anthropic: 'x-api-key' };

/**
 * What changes with the protocol of a probe. Typed text stays, but an address that
 * is empty (`base` is then the origin to begin with) or ends as another protocol's
 * usually does gets the usual path.
 */
export function withProtocol(
  probe: ProbeDraft,
  protocol: Protocol,
  base?: string,
): Pick<ProbeDraft, 'protocol' | 'url' | 'workload' | 'secretHeader'> {
  const { workload, secretHeader } = probe;
  const usual = protocol === 'anthropic' ? KEY_HEADERS.anthropic : KEY_HEADERS.usual;
  return {
    protocol,
    url: addressFor(probe.url.trim(), protocol, base) ?? probe.url,
    workload: workload !== '' && carries(protocol, workload) ? workload : '',
    secretHeader: Object.values(KEY_HEADERS).includes(secretHeader) ? usual : secretHeader,
  };
}

function addressFor(url: string, protocol: Protocol, base: string | undefined): string | undefined {
  const { path, socket } = PROTOCOLS[protocol];
  const scheme = (text: string) => text.replace(/^(http|ws)/i, socket ? 'ws' : 'http');
  if (url === '') return base === undefined || path === undefined ? undefined : scheme(base + path);
  const [before = '', query] = url.split(/(?=\?)/);
  const is = protocolIds.find((id) => PROTOCOLS[id].end?.test(before));
  const end = is && PROTOCOLS[is].end;
  if (is === undefined || end === undefined || is === protocol) return undefined;
  if (path === undefined) return scheme(url);
  // The query of a Realtime address names its model, and means nothing to others.
  const kept = is === 'openai-realtime' || path.includes('?') ? '' : (query ?? '');
  return scheme(before.replace(end, path) + kept);
}
