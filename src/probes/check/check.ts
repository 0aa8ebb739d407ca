import type { CheckProgress, CheckStep, ProbeFacts } from '../../core/check-facts.ts';
import { protocolOf } from '../../core/inference/protocols/index.ts';
import type { ProbeSpec } from '../../core/plan.ts';
import type { ProbeContext } from '../context.ts';
import { checkChatSocket } from './check-chat-socket.ts';
import { type Checked, checkRequest } from './check-request.ts';
import { checkSocket } from './check-socket.ts';

/**
 * Checks probes one after the other, so that none waits for another's connection,
 * with requests to their own addresses alone; what has to wait over 5 s waits for
 * all of them at once. Stops with `stop`; what was found by then is of no use.
 * Never rejects.
 */
export async function checkProbes(
  probes: readonly ProbeSpec[],
  contextOf: (spec: ProbeSpec) => ProbeContext,
  tell: (progress: CheckProgress) => void,
  stop: AbortSignal,
): Promise<ProbeFacts[]> {
  const found: ProbeFacts[] = [];
  const later: (() => Promise<void>)[] = [];
  for (const [index, spec] of probes.entries()) {
    if (stop.aborted) break;
    const step = (name: CheckStep) => tell({ probe: index, of: probes.length, step: name });
    const context = contextOf(spec);
    const checked = await checkOne(context, spec, step, stop);
    found.push(checked.facts);
    if (checked.later !== undefined) later.push(checked.later);
  }
  if (!stop.aborted) await Promise.all(later.map((rest) => rest()));
  return found;
}

async function checkOne(
  context: ProbeContext,
  spec: ProbeSpec,
  step: (step: CheckStep) => void,
  stop: AbortSignal,
): Promise<Checked> {
  if (spec.kind === 'websocket') return await checkSocket(context, spec, step, stop);
  if (spec.kind === 'http') return await checkRequest(context, spec, undefined, step, stop);
  const protocol = protocolOf(spec.protocol);
  return protocol.transport === 'websocket'
    ? await checkChatSocket(context, spec, protocol, step, stop)
    : await checkRequest(context, spec, protocol, step, stop);
}
