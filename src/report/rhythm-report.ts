import type { BatchReader } from '../core/batch-pass.ts';
import { slotSamples, slotTest } from '../core/link/slot-test.ts';
import type { Plan, ProbeSpec } from '../core/plan.ts';
import { OUTCOMES } from '../core/sample.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { type Answered, AnsweredReader } from '../core/stats/answered.ts';
import { cellQuantile, fillCells, sizeOf } from '../core/stats/cells.ts';
import { InterarrivalJitterMeter } from '../core/stats/interarrival-jitter.ts';
import { samplesNeeded } from '../core/stats/percentile.ts';
import { SlotSteps } from '../core/stats/slot-step.ts';
import { ClaimsMeter } from './claims-report.ts';
import { headlineOf } from './headline.ts';
import { HoursMeter, HoursReader } from './hours-report.ts';
import type { FoldSecond, JitterReport, RhythmReport, SlotReport } from './rhythm-types.ts';
import { isSky } from './sky.ts';
import type { MetricRow } from './types.ts';

const LATE = OUTCOMES.indexOf('late') + 1;
/** The network's boundaries lie at 12, 27, 42 and 57 s of the minute. */
const NETWORK_PHASE_S = 12;
const SLOT_S = 15;

export interface RhythmOptions {
  spec: ProbeSpec;
  /** In the order of `seq`. */
  batches: readonly SampleBatch[];
  link: Plan['site']['link'];
  /** IANA name of the zone whose hours count as local; absent where times of day are a guess. */
  zone: string | undefined;
}

/** Reads the batches of a probe, and says something of its rhythm after the last. */
export interface RhythmReader extends BatchReader {
  /** `rows`: the percentile table of the probe. */
  result(rows: readonly MetricRow[]): RhythmReport | undefined;
}

/**
 * What the samples of a probe say of the link's rhythm: jitter, the slots of 15 s,
 * the hours of the day, and the operator's claims. Control probes have none, since
 * they go elsewhere; without round trips only the hours are told.
 */
export function rhythmReader(options: RhythmOptions): RhythmReader {
  if (options.spec.role === 'control') return { read: () => {}, result: () => undefined };
  if (options.batches.some(hasRoundTrip)) return new RoundTripRhythm(options);
  const { zone, spec } = options;
  if (zone === undefined) return { read: () => {}, result: () => undefined };
  const hours = new HoursReader(options.batches, headlineOf(spec.kind), zone);
  return { read: (batch) => hours.read(batch), result: () => ({ hours: hours.result() }) };
}

function hasRoundTrip({ count, outcome, numbers: { rttMs } }: SampleBatch): boolean {
  if (rttMs === undefined) return false;
  for (let i = 0; i < count; i++)
    if ((outcome[i] ?? 0) <= LATE && !Number.isNaN(rttMs[i] ?? Number.NaN)) return true;
  return false;
}

class RoundTripRhythm implements RhythmReader {
  readonly #options: RhythmOptions;
  readonly #slots: SlotReport;
  readonly #jitter = new InterarrivalJitterMeter();
  readonly #steps: SlotSteps;
  readonly #claims: ClaimsMeter | undefined;
  readonly #hours: HoursMeter | undefined;
  readonly #answered: AnsweredReader;

  constructor(options: RhythmOptions) {
    const { batches, link, zone } = options;
    const samples = slotSamples(batches);
    this.#options = options;
    this.#slots = { ...slotTest(samples), fold: foldOf(samples) };
    this.#steps = new SlotSteps(this.#cutAtS);
    this.#claims = isSky(link) ? new ClaimsMeter(zone) : undefined;
    this.#hours = zone === undefined ? undefined : new HoursMeter(zone);
    this.#answered = new AnsweredReader('rttMs', (times, values, n) => {
      this.#jitter.take(values, n);
      this.#steps.take(times, values, n);
      this.#claims?.take(times, values, n);
      this.#hours?.take(times, values, n);
    });
  }

  get #cutAtS(): number {
    return this.#slots.phase?.s ?? NETWORK_PHASE_S;
  }

  read(batch: SampleBatch): void {
    this.#answered.read(batch);
    this.#claims?.read(batch);
  }

  result(rows: readonly MetricRow[]): RhythmReport {
    this.#answered.end();
    const hours = this.#hours?.result(this.#options.batches, { key: 'rttMs', metric: 'rtt' });
    return {
      jitter: this.#jitterReport(rows),
      slots: this.#slots,
      claims: this.#claims?.result(rows),
      ...(this.#hours === undefined ? { isUndated: true } : { hours }),
    };
  }

  #jitterReport(rows: readonly MetricRow[]): JitterReport {
    const row = rows.find(({ metric, population }) => metric === 'rtt' && population === 'ok');
    const isKnown = row?.p99 !== undefined && row.min !== undefined;
    return {
      n: this.#jitter.n,
      rfc3550: this.#jitter.result(),
      meanStepMs: row?.jitter,
      pdvMs: isKnown ? (row.p99 ?? 0) - (row.min ?? 0) : undefined,
      slotStep: this.#steps.result(),
      cutAtS: this.#cutAtS,
    };
  }
}

/** Quantiles of the round trip in each second of the slot, by the wall clock at sending. */
function foldOf({ sentEpochMs, values }: Answered): FoldSecond[] {
  // A plain loop: a callback for each of so many takes several times as long.
  const seconds = new Int32Array(values.length);
  for (let i = 0; i < seconds.length; i++) {
    const sentMs = sentEpochMs[i] ?? Number.NaN;
    seconds[i] = Number.isNaN(sentMs) ? -1 : Math.floor(sentMs / 1000) % SLOT_S;
  }
  const cells = fillCells(SLOT_S, seconds, values);
  return Array.from({ length: SLOT_S }, (_, s) => {
    const at = (p: number, of: number) => cellQuantile(cells, s, p, samplesNeeded(of));
    return { s, n: sizeOf(cells, s), p10: at(0.1, 0.9), p50: at(0.5, 0.5), p90: at(0.9, 0.9) };
  });
}
