import type { Sample } from '../core/sample.ts';
import type { Lane } from './lane.ts';

/** Counts the bytes of a campaign and says when the next request could break its budget. */
export class DataBudget {
  #bytes: number;
  readonly #budgetBytes: number;

  /** `budgetMB` in megabytes (10^6 bytes); absent for no limit. */
  constructor(budgetMB: number | undefined, bytesSoFar: number) {
    this.#bytes = bytesSoFar;
    this.#budgetBytes = budgetMB === undefined ? Number.POSITIVE_INFINITY : budgetMB * 1e6;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Whether what is in flight and one more request of `next` fit, judged by each probe's last request. */
  allows(lanes: readonly Lane[], next: Lane): boolean {
    let forecast = this.#bytes + next.lastBytes;
    for (const lane of lanes) forecast += lane.inFlight.size * lane.lastBytes;
    return forecast < this.#budgetBytes;
  }

  /** A late echo was sent, and counted, when it timed out: only what came back is new. */
  count(lane: Lane, sample: Sample): void {
    const up = 'bytesUp' in sample && sample.outcome !== 'late' ? (sample.bytesUp ?? 0) : 0;
    const down = 'bytesDown' in sample ? (sample.bytesDown ?? 0) : 0;
    this.#bytes += up + down;
    if (sample.outcome === 'ok') lane.lastBytes = up + down;
  }

  add(bytes: number): void {
    this.#bytes += bytes;
  }
}
