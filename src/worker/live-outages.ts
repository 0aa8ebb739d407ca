import type { CampaignEvent } from '../core/campaign.ts';
import { findOutages } from '../core/link/outages.ts';
import { type Track, traits } from '../core/link/track.ts';
import { gapsOf } from '../core/link/unobserved.ts';
import type { Plan } from '../core/plan.ts';
import type { Sample } from '../core/sample.ts';
import { Histogram } from '../core/stats/histogram.ts';
import type { OutageRow } from '../report/types.ts';

/** Samples of this long back are judged anew each time; what is older is settled. */
const WINDOW_MS = 70_000;
const KEPT_ROWS = 200;

interface Entry {
  due: number;
  arrival: number;
  unmeasured: boolean;
  late: number;
}

/**
 * Outages so far, for the live view, by the report's own rule on a sliding
 * window. The report, which sees all samples at once, has the last word.
 */
export class LiveOutages {
  readonly #plan: Plan;
  readonly #entries: Map<number, Entry>[];
  readonly #usual: Histogram[];
  #settled: OutageRow[];
  #events: CampaignEvent[] = [];
  #fromStart: boolean;

  constructor(plan: Plan, known: OutageRow[]) {
    this.#plan = plan;
    this.#entries = plan.probes.map(() => new Map());
    this.#usual = plan.probes.map(() => new Histogram());
    this.#settled = known;
    this.#fromStart = known.length === 0;
  }

  add(probeIndex: number, sample: Sample): void {
    const response = 'responseMs' in sample ? sample.responseMs : undefined;
    if (response !== undefined) this.#usual[probeIndex]?.record(response);
    this.#entries[probeIndex]?.set(sample.seq, {
      due: sample.dueEpochMs,
      arrival: response === undefined ? Number.NaN : sample.dueEpochMs + response,
      unmeasured: sample.outcome === 'unmeasured',
      late: ('lateMs' in sample ? sample.lateMs : undefined) ?? Number.NaN,
    });
  }

  addEvent(event: CampaignEvent): void {
    if (event.kind === 'gap' || event.kind === 'fresh-connection') this.#events.push(event);
  }

  /** Rows so far in the order of time, the newest 200. */
  read(nowEpochMs: number): OutageRow[] {
    const rows = findOutages({
      tracks: this.#plan.probes.map((_, index) => this.#track(index)),
      freshEpochMs: this.#events.filter(({ kind }) => kind === 'fresh-connection').map(({ epochMs }) => epochMs),
      gaps: gapsOf(this.#events),
      endEpochMs: nowEpochMs,
      fromStart: this.#fromStart,
    });
    this.#settle(rows, nowEpochMs - WINDOW_MS);
    return [...this.#settled, ...rows.filter((row) => !this.#settled.includes(row))].slice(-KEPT_ROWS);
  }

  /** Moves what ended before the window out of it, unless a silence reaches across its edge. */
  #settle(rows: readonly OutageRow[], cutEpochMs: number): void {
    const across = rows.find((row) => row.startEpochMs <= cutEpochMs && row.endEpochMs > cutEpochMs);
    const cut = across === undefined ? cutEpochMs : across.startEpochMs - 1;
    this.#settled = [...this.#settled, ...rows.filter((row) => row.endEpochMs <= cut)].slice(-KEPT_ROWS);
    for (const entries of this.#entries) {
      for (const [seq, { due }] of entries) {
        if (due >= cut) continue;
        entries.delete(seq);
        this.#fromStart = false;
      }
    }
    this.#events = this.#events.filter(({ epochMs, durationMs = 0 }) => epochMs + durationMs >= cut);
  }

  #track(index: number): Track {
    const spec = this.#plan.probes[index];
    const entries = [...(this.#entries[index]?.values() ?? [])].sort((a, b) => a.due - b.due);
    return {
      ...(spec === undefined ? { name: '', control: false, local: false, patient: false } : traits(spec)),
      usualMs: this.#usual[index]?.percentile(0.5) ?? 0,
      dueEpochMs: entries.map(({ due }) => due),
      arrivalEpochMs: entries.map(({ arrival }) => arrival),
      unmeasured: entries.map(({ unmeasured }) => (unmeasured ? 1 : 0)),
      lateMs: entries.map(({ late }) => late),
    };
  }
}
