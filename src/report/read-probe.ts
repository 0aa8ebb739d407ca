import { rowsIn } from '../core/batch-pass.ts';
import type { Campaign } from '../core/campaign.ts';
import { EndpointFaultReader, type EndpointFaults } from '../core/link/endpoint-faults.ts';
import { type Track, TrackReader, trackOf } from '../core/link/track.ts';
import type { ProbeSpec } from '../core/plan.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { withoutWarmUp } from '../core/warm-up.ts';
import { TrafficReader } from './cost-report.ts';
import type { ProbeTraffic } from './cost-types.ts';
import { type DrawnProbe, drawnMetric } from './limit-distributions.ts';
import { ExclusionReader } from './methods-report.ts';
import type { Exclusions } from './methods-types.ts';
import { probeReport } from './probe-report.ts';
import { rhythmReader } from './rhythm-report.ts';
import type { ProbeReport } from './types.ts';
import type { CountedLimit } from './verdict-report.ts';

/** What is said of one probe, and what the report of all of them is made of. */
export interface ReadProbe extends DrawnProbe {
  report: ProbeReport;
  traffic: ProbeTraffic;
  exclusions: Exclusions;
  faults: EndpointFaults;
  track: Track;
}

export interface Frame {
  campaign: Campaign;
  counted: readonly CountedLimit[];
  /** IANA name of the zone whose hours are the site's; absent where times of day are a guess. */
  zone: string | undefined;
  axis: { startEpochMs: number; endEpochMs: number };
}

/** Reads the batches of a probe once for all that is said of it. `known`: its track, where that was read already. */
export function readProbe(
  { spec, batches: all }: { spec: ProbeSpec; batches: readonly SampleBatch[] },
  { campaign, counted, zone, axis }: Frame,
  known: Track | undefined,
): ReadProbe {
  const batches = withoutWarmUp(spec, all);
  const warmUp = rowsIn(all) - rowsIn(batches);
  const limits = counted.filter(({ judges }) => judges.some((judge) => judge.spec.name === spec.name));
  const counters = counted.flatMap(({ judges }) => judges.filter((judge) => judge.spec.name === spec.name));
  const traffic = new TrafficReader(spec.name);
  const exclusion = new ExclusionReader(spec.name, warmUp);
  const faults = new EndpointFaultReader();
  const rhythm = rhythmReader({ spec, batches, link: campaign.plan.site.link, zone });
  // Warm-up requests are part of the track alone.
  const earlier = known ?? (warmUp > 0 ? trackOf(spec, all) : undefined);
  const track = earlier === undefined ? new TrackReader(spec, rowsIn(all)) : undefined;
  const { report, drawn } = probeReport({
    spec,
    batches,
    range: axis,
    drawn: limits.flatMap(({ limit }) => drawnMetric(limit, spec) ?? []),
    readers: [
      ...(track === undefined ? [] : [track]),
      rhythm,
      traffic,
      exclusion,
      faults,
      ...counters.map(({ counter }) => counter),
    ],
  });
  report.rhythm = rhythm.result(report.rows);
  return {
    spec,
    batches,
    report,
    drawn,
    traffic: traffic.traffic,
    exclusions: exclusion.exclusions,
    faults: faults.result(),
    track: earlier ?? track?.result() ?? trackOf(spec, all),
  };
}
