import type { Outcome } from './engine.ts';

/**
 * `timings` of llama-server (llama.cpp, tools/server: `result_timings`), in ms. They
 * begin with the slot: the wait for one is in none of them. `predicted_ms` counts from
 * the first token, and is divided by all tokens as llama.cpp does.
 */
export function timingsOf({ promptTokens, completionTokens, prefillMs, decodeMs }: Outcome): object {
  return {
    cache_n: 0,
    prompt_n: promptTokens,
    prompt_ms: prefillMs,
    prompt_per_token_ms: prefillMs / promptTokens,
    prompt_per_second: perSecond(promptTokens, prefillMs),
    predicted_n: completionTokens,
    predicted_ms: decodeMs,
    predicted_per_token_ms: completionTokens === 0 ? null : decodeMs / completionTokens,
    predicted_per_second: perSecond(completionTokens, decodeMs),
  };
}

/**
 * `metrics` of vLLM (its document on per-request metrics), in ms: the one of the
 * OpenAI-compatible servers that says how long a request waited. Time to first token
 * counts from the end of that wait.
 */
export function metricsOf({ completionTokens, queueMs, prefillMs, decodeMs }: Outcome): object {
  return {
    time_to_first_token_ms: prefillMs,
    generation_time_ms: decodeMs,
    queue_time_ms: queueMs,
    mean_itl_ms: completionTokens > 1 ? decodeMs / (completionTokens - 1) : null,
    tokens_per_second: perSecond(completionTokens, prefillMs + decodeMs),
  };
}

const perSecond = (count: number, ms: number): number | null => (ms === 0 ? null : (1000 * count) / ms);
