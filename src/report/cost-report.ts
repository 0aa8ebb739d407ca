import type { BatchReader } from '../core/batch-pass.ts';
import { OUTCOMES } from '../core/sample.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import type { ProbeTraffic } from './cost-types.ts';

const LATE = OUTCOMES.indexOf('late') + 1;
const UNMEASURED = OUTCOMES.indexOf('unmeasured') + 1;

/** Adds up requests, bytes and tokens of a probe. */
export class TrafficReader implements BatchReader {
  readonly traffic: ProbeTraffic;

  constructor(probe: string) {
    this.traffic = { probe, answered: 0, bytes: 0, tokens: 0, tokenBytes: 0 };
  }

  read({ count, outcome, numbers: { bytesUp, bytesDown, tokensOut } }: SampleBatch): void {
    let { answered, bytes, tokens, tokenBytes } = this.traffic;
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
    Object.assign(this.traffic, { answered, bytes, tokens, tokenBytes });
  }
}
