import type { ProbeSpec } from '../core/plan.ts';
import { OUTCOMES } from '../core/sample.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import type { ProbeTraffic } from './cost-types.ts';

const LATE = OUTCOMES.indexOf('late') + 1;
const UNMEASURED = OUTCOMES.indexOf('unmeasured') + 1;

/** Adds up requests, bytes and tokens of each probe that is not a control probe. */
export function costReport(
  probes: readonly { spec: ProbeSpec; batches: readonly SampleBatch[] }[],
): ProbeTraffic[] {
  return probes
    .filter(({ spec }) => spec.role !== 'control')
    .map(({ spec, batches }) => traffic(spec, batches));
}

function traffic({ name }: ProbeSpec, batches: readonly SampleBatch[]): ProbeTraffic {
  let [answered, bytes, tokens, tokenBytes] = [0, 0, 0, 0];
  for (const { count, outcome, numbers } of batches) {
    const { bytesUp, bytesDown, tokensOut } = numbers;
    for (let i = 0; i < count; i++) {
      const fate = outcome[i] ?? 0;
      if (fate === UNMEASURED) continue;
      // What was not counted is NaN, and adds nothing.
      const moved = (bytesUp?.[i] || 0) + (bytesDown?.[i] || 0);
      bytes += moved;
      if (fate > LATE) continue;
      answered += 1;
      const told = tokensOut?.[i] || 0;
      tokens += told;
      if (told > 0) tokenBytes += moved;
    }
  }
  return { probe: name, answered, bytes, tokens, tokenBytes };
}
