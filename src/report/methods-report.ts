import type { BatchReader } from '../core/batch-pass.ts';
import { OUTCOMES } from '../core/sample.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import type { Exclusions } from './methods-types.ts';

const LATE = OUTCOMES.indexOf('late') + 1;
const UNMEASURED = OUTCOMES.indexOf('unmeasured') + 1;
const TRUE = 2;

/** Counts what no figure, or no round trip, is made of. It reads the batches without the `warmUp` requests. */
export class ExclusionReader implements BatchReader {
  readonly exclusions: Exclusions;

  constructor(probe: string, warmUp: number) {
    this.exclusions = { probe, warmUp, unmeasured: 0, newConnection: 0, withoutRtt: 0, answered: 0 };
  }

  read({ count, outcome, newConnection: isNew, numbers: { rttMs } }: SampleBatch): void {
    let { unmeasured, newConnection, withoutRtt, answered } = this.exclusions;
    for (let i = 0; i < count; i++) {
      const fate = outcome[i] ?? 0;
      if (fate === UNMEASURED) unmeasured += 1;
      else if (fate <= LATE) {
        answered += 1;
        if (!Number.isNaN(rttMs?.[i] ?? Number.NaN)) continue;
        if (isNew?.[i] === TRUE) newConnection += 1;
        else withoutRtt += 1;
      }
    }
    Object.assign(this.exclusions, { unmeasured, newConnection, withoutRtt, answered });
  }
}
