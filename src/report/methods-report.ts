import type { ProbeSpec } from '../core/plan.ts';
import { OUTCOMES } from '../core/sample.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { warmUpOf } from '../core/warm-up.ts';
import type { Exclusions } from './methods-types.ts';

const LATE = OUTCOMES.indexOf('late') + 1;
const UNMEASURED = OUTCOMES.indexOf('unmeasured') + 1;
const TRUE = 2;

/** Counts what no figure, or no round trip, is made of. `batches` with the warm-up requests still in them. */
export function exclusions(spec: ProbeSpec, batches: readonly SampleBatch[]): Exclusions {
  const first = warmUpOf(spec);
  let [warmUp, unmeasured, newConnection, withoutRtt, answered] = [0, 0, 0, 0, 0];
  for (const { count, firstSeq, outcome, newConnection: isNew, numbers } of batches) {
    const { rttMs } = numbers;
    for (let i = 0; i < count; i++) {
      const fate = outcome[i] ?? 0;
      if (firstSeq + i < first) warmUp += 1;
      else if (fate === UNMEASURED) unmeasured += 1;
      else if (fate <= LATE) {
        answered += 1;
        if (!Number.isNaN(rttMs?.[i] ?? Number.NaN)) continue;
        if (isNew?.[i] === TRUE) newConnection += 1;
        else withoutRtt += 1;
      }
    }
  }
  return { probe: spec.name, warmUp, unmeasured, newConnection, withoutRtt, answered };
}
