import type { Delay } from '../lane.ts';
import { transit } from './transit.ts';

/** The links that can be simulated. */
export const LINKS = ['starlink'] as const;
export type LinkName = (typeof LINKS)[number];

/**
 * From any moment on, 19 starts in 20 meet an outage within two minutes and three in four one of
 * more than two seconds; it is the model that sees to it, every seed does about as well.
 */
export const DEFAULT_SEED = 1;

/** The delay that a simulated link puts on every connection; `undefined` without a link. */
export function delayOf(link: LinkName | undefined, seed: number): Delay | undefined {
  return link === undefined ? undefined : (epochMs) => transit(seed, epochMs);
}
