import type { Headline } from '../core/campaign.ts';
import type { ProbeSpec } from '../core/plan.ts';
import type { Outcome, Sample } from '../core/sample.ts';
import { Histogram } from '../core/stats/histogram.ts';
import { samplesNeeded } from '../core/stats/percentile.ts';
import { warmUpOf } from '../core/warm-up.ts';
import { headlineOf } from '../report/headline.ts';
import { LiveTimeline } from './live-timeline.ts';
import type { LiveProbe } from './protocol.ts';

/** Running figures of one probe, kept in fixed memory however long the campaign is. */
export class LiveFigures {
  readonly #spec: ProbeSpec;
  readonly #key: 'responseMs' | 'ttftMs';
  readonly #name: string;
  readonly #histogram = new Histogram();
  readonly #timeline: LiveTimeline;
  readonly #counts: Record<Outcome, number> = {
    ok: 0,
    late: 0,
    timeout: 0,
    failed: 0,
    skipped: 0,
    unmeasured: 0,
  };
  #lastMs: number | undefined;
  #lastOutcome: Outcome | undefined;
  #lastSeq = -1;

  constructor(spec: ProbeSpec) {
    this.#spec = spec;
    const { key, metric } = headlineOf(spec.kind);
    this.#key = key;
    this.#name = metric;
    this.#timeline = new LiveTimeline(spec.intervalMs);
  }

  /** Takes a sample; a `late` one replaces the `timeout` that was taken before, unless it is read back from the store. */
  add(sample: Sample, replaces = sample.outcome === 'late'): void {
    if (sample.seq < warmUpOf(this.#spec)) return;
    const value = sample.outcome === 'ok' || sample.outcome === 'late' ? sample[this.#key] : undefined;
    this.#counts[sample.outcome] += 1;
    if (replaces) this.#counts.timeout -= 1;
    if (value !== undefined) this.#histogram.record(value);
    this.#timeline.add(sample, value, replaces);
    if (sample.seq < this.#lastSeq || sample.outcome === 'unmeasured') return;
    this.#lastSeq = sample.seq;
    this.#lastOutcome = sample.outcome;
    this.#lastMs = value ?? this.#lastMs;
  }

  /** The line for lists; percentiles of answered requests. */
  headline(): Headline {
    const { ok, late, timeout, failed, skipped } = this.#counts;
    return {
      probe: this.#spec.name,
      metric: this.#name,
      ...this.#percentiles(),
      scheduled: ok + late + timeout + failed + skipped,
      answered: ok + late,
    };
  }

  snapshot(inFlight: number, nowEpochMs: number): LiveProbe {
    const answered = this.#histogram.count;
    return {
      name: this.#spec.name,
      kind: this.#spec.kind,
      role: this.#spec.role,
      headline: this.#name,
      counts: { ...this.#counts },
      inFlight,
      lastMs: this.#lastMs,
      lastOutcome: this.#lastOutcome,
      ...this.#percentiles(),
      answered,
      needsForP95: Math.max(0, samplesNeeded(0.95) - answered),
      needsForP99: Math.max(0, samplesNeeded(0.99) - answered),
      timeline: this.#timeline.read(nowEpochMs),
    };
  }

  #percentiles() {
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((p) => this.#histogram.percentile(p));
    return { p50, p95, p99 };
  }
}
