import { recoveries } from '../core/link/recovery.ts';
import type { Span } from '../core/link/spans.ts';
import type { Track } from '../core/link/track.ts';
import { percentile } from '../core/stats/percentile.ts';
import type { RecoveryReport } from './availability-types.ts';
import { longestOf } from './outage-sums.ts';

/**
 * The outages of the link as the connection of one probe felt them. `outages` are
 * in order of time and do not overlap, `holes` as `union` returns them.
 */
export function recoveryReport(
  track: Track,
  outages: readonly Span[],
  holes: readonly Span[],
): RecoveryReport {
  const linkS: number[] = [];
  const echoS: number[] = [];
  recoveries(track, outages, holes).forEach((servedEpochMs, i) => {
    const outage = outages[i];
    if (servedEpochMs === undefined || outage === undefined) return;
    linkS.push((outage.end - outage.start) / 1000);
    echoS.push((servedEpochMs - outage.start) / 1000);
  });
  const known = linkS.length;
  if (known === 0) return { probe: track.name, outages: outages.length, known };
  const later = echoS.reduce((sum, s, i) => sum + s - (linkS[i] ?? 0), 0);
  return {
    probe: track.name,
    outages: outages.length,
    known,
    linkP50S: median(linkS),
    linkLongestS: longestOf(linkS),
    echoP50S: median(echoS),
    echoLongestS: longestOf(echoS),
    laterMeanS: later / known,
  };
}

const median = (seconds: readonly number[]) => percentile(Float64Array.from(seconds).sort(), 0.5);
