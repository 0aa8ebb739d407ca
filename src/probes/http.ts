import type { HttpProbeSpec } from '../core/plan.ts';
import type { Probe } from '../core/probe.ts';
import type { ProbeContext } from './context.ts';
import { FailureNamer, knockByFetch } from './failure.ts';
import { drain, HEADER_BYTES, request } from './request.ts';

/**
 * Timed GET or POST. A request that needs no CORS preflight may say `no-store`,
 * which keeps a cacheable endpoint from being answered by the browser; on any
 * other request that would cost a preflight each time, an extra round trip that
 * Resource Timing hides.
 */
export function createHttpProbe(spec: HttpProbeSpec, context: ProbeContext): Probe {
  const headers = new Headers(spec.headers);
  if (context.secret !== undefined) headers.set(context.secret.header, context.secret.value);
  const isSimple = spec.method === 'GET' && [...headers].length === 0;
  const init: RequestInit = {
    method: spec.method,
    headers,
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    ...(spec.method === 'POST' ? { body: spec.body ?? '' } : {}),
    ...(isSimple ? { cache: 'no-store' } : {}),
  };
  const bodyBytes = spec.method === 'POST' ? new TextEncoder().encode(spec.body ?? '').byteLength : 0;
  const namer = new FailureNamer(context, spec.url);
  const url = new URL(spec.url).href;
  return {
    maxInFlight: 6,
    open: () => Promise.resolve(),
    fire(shot) {
      void request(context, namer, shot, {
        url,
        timeoutMs: spec.timeoutMs,
        init,
        bytesUp: HEADER_BYTES + url.length + bodyBytes,
        readBody: (response) => drain(context, response),
      });
    },
    async knock(withinMs) {
      return { arrived: await knockByFetch(context, url, withinMs), bytes: 2 * HEADER_BYTES };
    },
    close() {},
  };
}
