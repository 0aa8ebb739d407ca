/** What was left out of the figures of one probe, and why. */
export interface Exclusions {
  probe: string;
  /** Requests that only warm the model up: in no figure. */
  warmUp: number;
  /** Due times at which nobody was looking: in no figure. */
  unmeasured: number;
  /** Answers on a new connection: not in the round trips, which are read on warm ones. */
  newConnection: number;
  /** Other answers without a round trip. */
  withoutRtt: number;
  answered: number;
}
