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
    timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    utcOffsetMin: -new Date().getTimezoneOffset(),
  };
}

/**
 * What a campaign's record says of its clock after another run: the coarsest that any of
 * its samples was timed with, since a figure may be made of all of them. App and browser are
 * those of the last run; the zone is that of the first run that knew one.
 */
export function coarser(before: Environment | undefined, now: Environment): Environment {
  if (before === undefined) return now;
  const { timeZone, utcOffsetMin } = before.timeZone === undefined ? now : before;
  return {
    ...now,
    ...(timeZone === undefined ? {} : { timeZone, utcOffsetMin }),
    clockResolutionMs: coarserStep(before.clockResolutionMs, now.clockResolutionMs),
    crossOriginIsolated: before.crossOriginIsolated && now.crossOriginIsolated,
  };
}

/** Where one of them is not known, neither is the coarser. */
function coarserStep(before: number | undefined, now: number | undefined): number | undefined {
  return before === undefined || now === undefined ? undefined : Math.max(before, now);
}
