import * as v from 'valibot';
import type { StreamFinding } from '../findings.ts';
import { duration, lenient, serverOf, sum } from './shape.ts';

/**
 * `metrics` of vLLM's per-request metrics (`--enable-per-request-metrics`), in
 * ms. Its TTFT counts from the moment at which the request left the queue, and
 * the generation from the first token
 * (docs.vllm.ai, features/per_request_metrics).
 */
export const vllmMetrics = lenient(
  v.object({
    queue_time_ms: duration,
    time_to_first_token_ms: duration,
    generation_time_ms: duration,
  }),
);

/**
 * The server's times in ms since the request came in: its TTFT with the time in the queue, and the whole
 * with the generation. A sum of which a part is missing is absent; nothing where none of it was told.
 */
export function vllmTimes(metrics: v.InferOutput<typeof vllmMetrics>): StreamFinding[] {
  const ttftMs = sum(metrics?.queue_time_ms, metrics?.time_to_first_token_ms);
  return serverOf('vllm', {
    ttftMs,
    totalMs: sum(ttftMs, metrics?.generation_time_ms),
    queueMs: sum(metrics?.queue_time_ms),
  });
}
