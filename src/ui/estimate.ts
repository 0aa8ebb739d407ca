import { IDENTIFY_BYTES, identifiedHosts } from '../core/identified-hosts.ts';
import type { Plan, ProbeSpec } from '../core/plan.ts';
import { PROTOCOLS, type Workload } from './protocols.ts';

/** What one probe will send and receive, roughly. */
export interface Estimate {
  name: string;
  requests: number;
  bytesEach: number;
  bytes: number;
}

/** Headers and framing of a request and its answer over TLS, both ways, on a warm connection. */
const HTTP_OVERHEAD_BYTES = 1000;
/** WebSocket, TLS, TCP and IP headers of a message and its echo. */
const MESSAGE_OVERHEAD_BYTES = 180;
/** One token as a server-sent event of an OpenAI-compatible server. */
const TOKEN_EVENT_BYTES = 240;
/** Prompts of workloads that are more than a few sentences. */
const LONG_WORKLOADS: Partial<Record<Workload, number>> = { rag: 8000, vision: 263_000 };

/**
 * Data volume of a plan in bytes by simple arithmetic: requests in the planned time, times bytes each, and
 * one request to each endpoint that is asked whether it is simulated.
 */
export function estimatePlan(plan: Pick<Plan, 'probes' | 'durationS'>): {
  probes: Estimate[];
  bytes: number;
} {
  const probes = plan.probes.map((probe) => {
    const requests = Math.ceil((plan.durationS * 1000) / probe.intervalMs);
    const bytesEach = requestBytes(probe);
    return { name: probe.name, requests, bytesEach, bytes: requests * bytesEach };
  });
  const beside = IDENTIFY_BYTES * identifiedHosts(plan.probes).length;
  return { probes, bytes: probes.reduce((sum, probe) => sum + probe.bytes, beside) };
}

function requestBytes(probe: ProbeSpec): number {
  if (probe.kind === 'websocket')
    return probe.expect === 'connect' ? HTTP_OVERHEAD_BYTES : 2 * probe.payloadBytes + MESSAGE_OVERHEAD_BYTES;
  if (probe.kind === 'chat') {
    const { prompt, workload, protocol } = probe;
    const asked = workload === undefined ? prompt.length : (LONG_WORKLOADS[workload] ?? 500);
    // What comes in one piece is taken to be as long as what was asked.
    const answered = PROTOCOLS[protocol].bare ? asked : probe.maxTokens * TOKEN_EVENT_BYTES;
    return HTTP_OVERHEAD_BYTES + asked + answered;
  }
  const asked = /[?&]bytes=(\d{1,12})/.exec(probe.url)?.[1];
  return HTTP_OVERHEAD_BYTES + (probe.bodyBytes ?? probe.body?.length ?? 0) + Number(asked ?? 0);
}
