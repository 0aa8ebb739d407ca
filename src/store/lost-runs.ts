import type { Due, Sample } from '../core/sample.ts';
import { epochMillis, millis } from '../core/units.ts';
import type { HotRecord } from './database.ts';

/**
 * Due times of one probe whose samples memory had no room for while they could not be written: kept
 * as runs, however many they are, until they can be stored as unmeasured.
 */
export class LostRuns {
  readonly #dueMs: (seq: number) => number;
  #runs: { from: number; to: number }[] = [];
  /** Numbers of the records that were given up; one of them may be on disk after all, where the browser failed after it wrote. */
  #records: number[] = [];
  /** Ties the schedule to both clocks. */
  #anchor: Due | undefined;

  constructor(dueMs: (seq: number) => number) {
    this.#dueMs = dueMs;
  }

  add({ record, samples }: HotRecord): void {
    this.#records.push(record);
    for (const { seq, dueEpochMs, dueMonoMs } of samples) {
      this.#anchor = { seq, dueEpochMs, dueMonoMs };
      const run =
        this.#runs.find(({ to }) => to === seq - 1) ?? this.#runs.find(({ from }) => from === seq + 1);
      if (run === undefined) this.#runs.push({ from: seq, to: seq });
      else if (run.to === seq - 1) run.to = seq;
      else run.from = seq;
    }
  }

  /** The first `atMost` due times of a run, as samples, and the records in whose place they come. */
  take(atMost: number): { samples: Sample[]; records: number[]; range: [number, number] } | undefined {
    const [run] = this.#runs;
    const anchor = this.#anchor;
    if (run === undefined || anchor === undefined) return undefined;
    const to = Math.min(run.to, run.from + atMost - 1);
    const samples = Array.from({ length: to - run.from + 1 }, (_, i): Sample => {
      const seq = run.from + i;
      const offMs = this.#dueMs(seq) - this.#dueMs(anchor.seq);
      return {
        seq,
        dueEpochMs: epochMillis(anchor.dueEpochMs + offMs),
        dueMonoMs: millis(anchor.dueMonoMs + offMs),
        outcome: 'unmeasured',
      };
    });
    return { samples, records: [...this.#records], range: [run.from, to] };
  }

  written([, to]: [number, number]): void {
    const [run, ...rest] = this.#runs;
    if (run === undefined) return;
    this.#runs = to >= run.to ? rest : [{ from: to + 1, to: run.to }, ...rest];
    this.#records = [];
  }
}
