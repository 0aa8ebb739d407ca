import type { ProbeSpec } from '../core/plan.ts';

/** Browsers open at most six HTTP/1.1 connections to a host; what is beyond would only queue in the browser. */
const CONNECTIONS_PER_HOST = 6;

/** HTTP/2 and 3 share one connection; servers are told to allow at least so many streams on it (RFC 9113, 6.5.2). */
const STREAMS_PER_CONNECTION = 100;

/** Counts what is in flight to each host and says whether one more may be sent. */
export class InFlightCaps {
  readonly #byHost = new Map<string, number>();
  readonly #multiplexed = new Set<string>();

  mayOpen(spec: ProbeSpec): boolean {
    return spec.kind === 'websocket' || this.#count(spec) < this.#capOf(hostOf(spec.url));
  }

  /** The host answered by this protocol (nextHopProtocol): what the cap is from now on. */
  answeredBy(spec: ProbeSpec, protocol: string): void {
    if (/^(h2|h3)$/.test(protocol)) this.#multiplexed.add(hostOf(spec.url));
    else this.#multiplexed.delete(hostOf(spec.url));
  }

  #capOf(host: string): number {
    return this.#multiplexed.has(host) ? STREAMS_PER_CONNECTION : CONNECTIONS_PER_HOST;
  }

  opened(spec: ProbeSpec): void {
    if (spec.kind !== 'websocket') this.#byHost.set(hostOf(spec.url), this.#count(spec) + 1);
  }

  closed(spec: ProbeSpec): void {
    if (spec.kind !== 'websocket') this.#byHost.set(hostOf(spec.url), Math.max(0, this.#count(spec) - 1));
  }

  #count(spec: ProbeSpec): number {
    return this.#byHost.get(hostOf(spec.url)) ?? 0;
  }
}

/** `https://host:port` of an address that passed the plan's schema. */
export function hostOf(url: string): string {
  return url.toLowerCase().split(/[/?#]/).slice(0, 3).join('/');
}
