import type { Sample } from '../core/sample.ts';
import type { Lane } from './lane.ts';

/** What an HTTP answer whose size nobody has seen yet may be: a download probe's is not in the plan. */
const UNKNOWN_ANSWER_BYTES = 10e6;

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

  /**
   * Whether what is in flight and one more request of `next` fit, judged by each
   * probe's last request, or the body that it sends. `wait`: they might not, but an answer that is under way
   * will tell how large they are.
   */
  judge(lanes: readonly Lane[], next: Lane): 'go' | 'wait' | 'stop' {
    let known = this.#bytes + forecast(next);
    let feared = known + guess(next);
    for (const lane of lanes) {
      known += lane.inFlight.size * forecast(lane);
      feared += lane.inFlight.size * (forecast(lane) + guess(lane));
    }
    if (known >= this.#budgetBytes) return 'stop';
    return guess(next) > 0 && next.inFlight.size > 0 && feared >= this.#budgetBytes ? 'wait' : 'go';
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

/** Of a probe that was never answered, its own body is known all the same. */
function forecast({ lastBytes, spec }: Lane): number {
  if (lastBytes > 0 || spec.kind !== 'http') return lastBytes;
  return spec.bodyBytes ?? spec.body?.length ?? 0;
}

/** What its answer may add. */
function guess(lane: Lane): number {
  return lane.spec.kind === 'http' && lane.lastBytes === 0 ? UNKNOWN_ANSWER_BYTES : 0;
}
