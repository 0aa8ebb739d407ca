import type { Delay } from '../lane.ts';
import { transit } from './transit.ts';

/** The links that can be simulated. */
export const LINKS = ['starlink'] as const;
export type LinkName = (typeof LINKS)[number];

/**
 * With this seed more than nine starts in ten meet an outage of over two seconds within the first
 * three minutes, whenever they begin; a test holds it.
 */
export const DEFAULT_SEED = 1;

/** The delay that a simulated link puts on every connection; `undefined` without a link. */
export function delayOf(link: LinkName | undefined, seed: number): Delay | undefined {
  return link === undefined ? undefined : (epochMs) => transit(seed, epochMs);
}
