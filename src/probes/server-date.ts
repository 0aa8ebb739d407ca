import type { Shot } from '../core/probe.ts';
import type { Millis } from '../core/units.ts';
import type { ProbeContext } from './context.ts';

/** A server that exposes its `Date` (RFC 9110, whole seconds) helps to tell sleep from a clock step; a cache's does not. */
export function tellServerDate(
  { serverTime }: Pick<ProbeContext, 'serverTime'>,
  headers: Headers,
  shot: Shot,
  headersMs: Millis,
): void {
  const epochMs = Date.parse(headers.get('date') ?? '');
  if (serverTime === undefined || Number.isNaN(epochMs) || Number(headers.get('age') ?? 0) > 0) return;
  serverTime({ epochMs, stepMs: 1000, sentMonoMs: shot.sentMonoMs, receivedMonoMs: headersMs });
}
