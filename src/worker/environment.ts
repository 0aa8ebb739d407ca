import type { Environment } from '../core/campaign.ts';
import { measureClockResolution } from './clock.ts';

declare const __APP_VERSION__: string;

/** What this worker measures with. */
export function environment(): Environment {
  return {
    appVersion: __APP_VERSION__,
    userAgent: navigator.userAgent,
    clockResolutionMs: measureClockResolution(),
    crossOriginIsolated: self.crossOriginIsolated,
  };
}

/**
 * What a campaign's record says of its clock after another run: the coarsest that any of
 * its samples was timed with, since a figure may be made of all of them. App and browser are
 * those of the last run.
 */
export function coarser(before: Environment | undefined, now: Environment): Environment {
  if (before === undefined) return now;
  return {
    ...now,
    clockResolutionMs: coarserStep(before.clockResolutionMs, now.clockResolutionMs),
    crossOriginIsolated: before.crossOriginIsolated && now.crossOriginIsolated,
  };
}

/** Where one of them is not known, neither is the coarser. */
function coarserStep(before: number | undefined, now: number | undefined): number | undefined {
  return before === undefined || now === undefined ? undefined : Math.max(before, now);
}
