import type { Ask } from '../../core/inference/protocol.ts';
import type { ChatProbeSpec } from '../../core/plan.ts';

/** What a check asks a model: next to nothing, for one token; where the prompt is the whole request, that. */
export function askOf({ protocol, model, prompt, workload }: ChatProbeSpec, usage = true): Ask {
  const whole = protocol === 'json' || protocol === 'kserve-v2' || protocol === 'websocket';
  return { model, prompt: whole && workload === undefined ? prompt : 'Hi', maxTokens: 1, usage };
}
