import type { NumericKey } from '../core/columns.ts';
import { slotTest } from '../core/link/slot-test.ts';
import type { Plan, ProbeSpec } from '../core/plan.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { eachAnswered, RUN, thinning } from '../core/stats/answered.ts';
import { cellQuantile, fillCells, sizeOf } from '../core/stats/cells.ts';
import { interarrivalJitter } from '../core/stats/interarrival-jitter.ts';
import { samplesNeeded } from '../core/stats/percentile.ts';
import { slotStep } from '../core/stats/slot-step.ts';
import { claimsReport } from './claims-report.ts';
import { hoursReport } from './hours-report.ts';
import { answeredValues } from './metrics.ts';
import type { FoldSecond, JitterReport, RhythmReport } from './rhythm-types.ts';
import { isSky } from './sky.ts';
import type { ProbeReport } from './types.ts';

/** The network's boundaries lie at 12, 27, 42 and 57 s of the minute. */
const NETWORK_PHASE_S = 12;
const SLOT_S = 15;
/** The fold is drawn from at most about this many samples, spread over the campaign. */
const MOST_FOLDED = 300_000;

interface Input {
  spec: ProbeSpec;
  /** In the order of `seq`. */
  batches: readonly SampleBatch[];
  /** The report of the probe so far. */
  probe: ProbeReport;
  link: Plan['site']['link'];
  /** IANA name of the zone whose hours count as local; absent where times of day are a guess. */
  zone: string | undefined;
}

/**
 * What the samples of a probe say of the link's rhythm: jitter, the slots of 15 s,
 * the hours of the day, and the operator's claims. Control probes have none, since
 * they go elsewhere; without round trips only the hours are told.
 */
export function rhythmReport({ spec, batches, probe, link, zone }: Input): RhythmReport | undefined {
  if (spec.role === 'control') return undefined;
  if (!probe.rows.some(({ metric, n }) => metric === 'rtt' && n > 0)) {
    const key: NumericKey = spec.kind === 'chat' ? 'ttftMs' : 'responseMs';
    return zone === undefined
      ? undefined
      : { hours: hoursReport(batches, { key, metric: probe.headline }, zone) };
  }
  const slots = { ...slotTest(batches), fold: foldOf(batches) };
  return {
    jitter: jitterReport(batches, probe, slots.phase?.s ?? NETWORK_PHASE_S),
    slots,
    claims: isSky(link) ? claimsReport(batches, probe.rows, zone) : undefined,
    ...(zone === undefined
      ? { isUndated: true }
      : { hours: hoursReport(batches, { key: 'rttMs', metric: 'rtt' }, zone) }),
  };
}

function jitterReport(batches: readonly SampleBatch[], { rows }: ProbeReport, cutAtS: number): JitterReport {
  const row = rows.find(({ metric, population }) => metric === 'rtt' && population === 'ok');
  const values = answeredValues(({ numbers }) => numbers.rttMs, batches);
  const isKnown = row?.p99 !== undefined && row.min !== undefined;
  return {
    n: values.length,
    rfc3550: interarrivalJitter(values),
    meanStepMs: row?.jitter,
    pdvMs: isKnown ? (row.p99 ?? 0) - (row.min ?? 0) : undefined,
    slotStep: slotStep(batches, cutAtS),
    cutAtS,
  };
}

/** Quantiles of the round trip in each second of the slot, by the wall clock at sending. */
function foldOf(batches: readonly SampleBatch[]): FoldSecond[] {
  const every = thinning(batches, MOST_FOLDED);
  const seconds = new Int32Array(RUN);
  const cells = fillCells(SLOT_S, (visit) =>
    eachAnswered(
      batches,
      'rttMs',
      (times, values, n) => {
        for (let i = 0; i < n; i++) {
          const sentMs = times[i] ?? Number.NaN;
          seconds[i] = Number.isNaN(sentMs) ? -1 : Math.floor(sentMs / 1000) % SLOT_S;
        }
        visit(seconds, values, n);
      },
      every,
    ),
  );
  return Array.from({ length: SLOT_S }, (_, s) => {
    const at = (p: number, of: number) => cellQuantile(cells, s, p, samplesNeeded(of));
    return { s, n: sizeOf(cells, s), p10: at(0.1, 0.9), p50: at(0.5, 0.5), p90: at(0.9, 0.9) };
  });
}
