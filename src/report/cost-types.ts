import type { Traffic } from '../core/cost.ts';

/** What a probe sent and received, without warm-up requests: what costs are made of. */
export interface ProbeTraffic extends Traffic {
  probe: string;
}
