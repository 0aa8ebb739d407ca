import type { HttpProbeSpec } from '../core/plan.ts';
import type { Probe } from '../core/probe.ts';
import type { ProbeContext } from './context.ts';
import { drain } from './drain.ts';
import { noiseBody } from './noise.ts';
import { opaqueReader } from './opaque.ts';
import { createRequestProbe, hrefOf, requestInit } from './request-probe.ts';

const NO_SECRET = 'A no-cors request carries no secret: browsers drop it. The endpoint is asked without.';

/**
 * Timed GET or POST. A request that needs no CORS preflight may say `no-store`,
 * which keeps a cacheable endpoint from being answered by the browser; on any
 * other request that would cost a preflight each time, an extra round trip that
 * Resource Timing hides. With mode `no-cors` no answer can be read: any answer
 * counts, an error too.
 */
export function createHttpProbe(spec: HttpProbeSpec, context: ProbeContext): Probe {
  const isOpaque = spec.mode === 'no-cors';
  if (isOpaque && context.secret !== undefined) context.note({ kind: 'note', detail: NO_SECRET });
  const init = requestInit(isOpaque ? { ...context, secret: undefined } : context, spec.headers);
  init.method = spec.method;
  let bodyBytes = 0;
  if (spec.method === 'POST') {
    const { body = '' } = spec;
    init.body = spec.bodyBytes === undefined ? body : noiseBody(spec.bodyBytes);
    bodyBytes = spec.bodyBytes ?? new TextEncoder().encode(body).byteLength;
  } else if ([...init.headers].length === 0) init.cache = 'no-store';
  if (isOpaque) init.mode = 'no-cors';
  return createRequestProbe(context, {
    url: hrefOf(spec.url),
    timeoutMs: spec.timeoutMs,
    init,
    bodyBytes,
    readBody: isOpaque
      ? opaqueReader(context)
      : (response, _shot, progress) => drain(context, response, progress),
  });
}
