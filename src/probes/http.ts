import type { HttpProbeSpec } from '../core/plan.ts';
import type { Probe } from '../core/probe.ts';
import type { ProbeContext } from './context.ts';
import { drain, HEADER_BYTES } from './request.ts';
import { createRequestProbe, hrefOf, requestInit } from './request-probe.ts';

/**
 * Timed GET or POST. A request that needs no CORS preflight may say `no-store`,
 * which keeps a cacheable endpoint from being answered by the browser; on any
 * other request that would cost a preflight each time, an extra round trip that
 * Resource Timing hides.
 */
export function createHttpProbe(spec: HttpProbeSpec, context: ProbeContext): Probe {
  const init = requestInit(context, spec.headers);
  init.method = spec.method;
  if (spec.method === 'POST') init.body = spec.body ?? '';
  else if ([...init.headers].length === 0) init.cache = 'no-store';
  const url = hrefOf(spec.url);
  const bodyBytes = spec.method === 'POST' ? new TextEncoder().encode(spec.body).byteLength : 0;
  return createRequestProbe(context, {
    url,
    timeoutMs: spec.timeoutMs,
    init,
    bytesUp: HEADER_BYTES + url.length + bodyBytes,
    readBody: (response, _shot, progress) => drain(context, response, progress),
  });
}
