import type { PlanInput } from '../core/plan.ts';
import { PROTOCOLS, type Protocol, protocolOfPath } from './protocols.ts';

type ProbeInput = PlanInput['probes'][number];

export type Proposal = { ok: true; recognised: string; probes: ProbeInput[] } | { ok: false; reason: string };

const PRIVATE_HOST = /^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[::1\]|[^.:]+(:|\/|$))/i;

const OLLAMA_PORT = '11434';

/**
 * Probes for an endpoint that somebody typed: the base address of a host, the
 * base of an OpenAI-compatible API, or the full address of one resource, of
 * which those that a protocol usually has are known.
 */
export function proposeProbes(typed: string): Proposal {
  const text = typed.trim();
  if (text === '')
    return { ok: false, reason: 'Enter the address of the endpoint, for example https://gpu.example.org.' };
  const url = readUrl(text);
  if (url === undefined) {
    return {
      ok: false,
      reason: `"${text.slice(0, 80)}" is not an address. Expected one like https://gpu.example.org.`,
    };
  }
  if (url.username !== '' || url.password !== '') {
    return {
      ok: false,
      reason: 'Leave the user name and password out of the address: enter secrets with the probe.',
    };
  }
  const path = url.pathname.replace(/\/+$/, '');
  const full = `${url.origin === 'null' ? `${url.protocol}//${url.host}` : url.origin}${path}${url.search}`;
  const socket = /^wss?:$/.test(url.protocol);
  const protocol = protocolOfPath(path, socket);
  if (protocol !== undefined)
    return { ok: true, recognised: PROTOCOLS[protocol].noun, probes: [chat(full, protocol)] };
  if (socket) {
    return { ok: true, recognised: 'a WebSocket that sends back what it gets', probes: [websocket(full)] };
  }
  if (/\/v1$/.test(path)) {
    const probes = [http('models', `${full}/models`), chat(`${full}/chat/completions`)];
    return { ok: true, recognised: 'the base of an OpenAI-compatible API', probes };
  }
  if (path !== '') return { ok: true, recognised: 'one HTTP address', probes: [http('get', full)] };
  if (url.port === OLLAMA_PORT) {
    const probes = [
      http('version', `${url.origin}/api/version`),
      chat(`${url.origin}/api/chat`, 'ollama-chat'),
    ];
    return { ok: true, recognised: 'the base address of Ollama, by its port', probes };
  }
  const probes = [
    http('ping', `${url.origin}/ping`),
    websocket(`${url.origin.replace(/^http/, 'ws')}/echo`),
    chat(`${url.origin}/v1/chat/completions`),
  ];
  return { ok: true, recognised: 'the base address of a host', probes };
}

/** A probe of a kind as the form adds it by hand. */
export function blankProbe(kind: ProbeInput['kind'], name: string): ProbeInput {
  if (kind === 'http') return http(name, '');
  if (kind === 'websocket') return { ...websocket(''), name };
  return { ...chat(''), name };
}

/** A name that none of the others has: `ping`, `ping 2`, `ping 3`. */
export function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  let number = 2;
  while (taken.includes(`${wanted} ${number}`)) number += 1;
  return `${wanted} ${number}`;
}

/** An address as people type it: without a scheme it is https, or http within a site. */
export function readUrl(text: string): URL | undefined {
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  const guess = hasScheme ? text : `${PRIVATE_HOST.test(text) ? 'http' : 'https'}://${text}`;
  if (!URL.canParse(guess)) return undefined;
  const url = new URL(guess);
  return /^(https?|wss?):$/.test(url.protocol) ? url : undefined;
}

const http = (name: string, url: string): ProbeInput => ({
  kind: 'http',
  name,
  url,
  method: 'GET',
  intervalMs: 1000,
  jitter: 0.4,
  timeoutMs: 5000,
});
const websocket = (url: string): ProbeInput => ({
  kind: 'websocket',
  name: 'echo',
  url,
  intervalMs: 500,
  jitter: 0.4,
  timeoutMs: 5000,
  payloadBytes: 64,
});
const chat = (url: string, protocol: Protocol = 'openai'): ProbeInput => ({
  kind: 'chat',
  name: 'chat',
  protocol,
  url,
  intervalMs: 30_000,
  jitter: 0.4,
  timeoutMs: 60_000,
  maxTokens: 64,
});
