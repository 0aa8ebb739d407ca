import type { ProbeSpec } from '../core/plan.ts';

/** Browsers open at most six HTTP/1.1 connections to a host; what is beyond would only queue in the browser. */
const CONNECTIONS_PER_HOST = 6;

/** Counts what is in flight to each host and says whether one more may be sent. */
export class InFlightCaps {
  readonly #byHost = new Map<string, number>();

  mayOpen(spec: ProbeSpec): boolean {
    return spec.kind === 'websocket' || this.#count(spec) < CONNECTIONS_PER_HOST;
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
