/** What is typed in about a training run. */
export interface TrainingRun {
  /** Time that the computing of one step takes, in ms. */
  computeMs: number;
  /** Bytes that a worker ships at each exchange: all parameters, once. */
  bytes: number;
  /** Uplink of a worker in Mbit/s. */
  uplinkMbps: number;
  /** Steps between two exchanges (H of DiLoCo); 1 is synchronous training. */
  innerSteps: number;
}

/** How one exchange weighs on the steps before it. */
export interface Exchange {
  /** Time that the steps before it compute, in ms. */
  computedMs: number;
  /** To ship the bytes, in ms. */
  shipMs: number;
  /** To wait for the slowest link alone, in ms. */
  barrierMs: number;
  /** From the end of the computing until all have answered, in ms: the shipping and the barrier. */
  waitMs: number;
  /** Share of the time that is computed; the rest is waited. */
  utilisation: number;
  /**
   * Uplink in Mbit/s at which shipping and barrier together take as long as computing: 50 %
   * utilisation. Absent where the barrier alone takes as long: no uplink is enough.
   */
  neededMbps?: number | undefined;
  /** By what factor the uplink falls short of that; up to 1 it is enough. */
  shortBy?: number | undefined;
}

/** Under this share of time spent computing, training is called out of the question: more is waited than computed. */
export const LEAST_UTILISATION = 0.5;

/** By what factor a step of so much computing gets longer through a wait; both in ms. */
export function stretch(computeMs: number, waitMs: number): number {
  return (computeMs + waitMs) / computeMs;
}

/** Time in ms to send so many bytes over an uplink of so many Mbit/s, without protocol overhead. */
export function shipMs(bytes: number, uplinkMbps: number): number {
  return (bytes * 8) / (uplinkMbps * 1000);
}

/**
 * One exchange after `innerSteps` steps, as in DiLoCo (Douillard et al. 2023):
 * all workers compute, then each ships its parameters and waits for the slowest.
 * `barrierMs` is the mean barrier, since what counts over many steps is the sum.
 * Nothing overlaps, and each ships one copy: a ring all-reduce sends nearly two.
 */
export function exchange(run: TrainingRun, barrierMs: number): Exchange {
  const computedMs = run.computeMs * run.innerSteps;
  const ship = shipMs(run.bytes, run.uplinkMbps);
  const waitMs = ship + barrierMs;
  const roomMs = computedMs - barrierMs;
  const neededMbps = roomMs > 0 ? (run.bytes * 8) / (roomMs * 1000) : undefined;
  return {
    computedMs,
    shipMs: ship,
    barrierMs,
    waitMs,
    utilisation: computedMs / (computedMs + waitMs),
    neededMbps,
    shortBy: neededMbps && neededMbps / run.uplinkMbps,
  };
}
