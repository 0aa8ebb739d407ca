import type { Simulated } from './headers.ts';

/** What the handlers of one server share. */
export interface Service {
  seed: number;
  /** What every answer of this server is the product of. */
  simulated: readonly Simulated[];
  /** Numbers chat requests from 0. */
  nextChat(): number;
}
