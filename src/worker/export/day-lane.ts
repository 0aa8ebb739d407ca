import type { SampleBatch } from '../../core/sample-batch.ts';
import type { SampleRows } from '../../report/csv/samples-csv.ts';

const DAY_MS = 86_400_000;

/** The rows of one probe, to be taken a UTC day at a time. */
export class DayLane {
  readonly #rows: SampleRows;
  readonly #source: AsyncGenerator<SampleBatch[]>;
  #waiting: SampleBatch[] = [];
  #row = 0;

  constructor(rows: SampleRows, source: AsyncGenerator<SampleBatch[]>) {
    this.#rows = rows;
    this.#source = source;
  }

  /** The day of the next row, counted from 1970; nothing after the last. */
  async day(): Promise<number | undefined> {
    const batch = await this.#current();
    return batch && dayOf(batch.dueEpochMs[this.#row]);
  }

  /** Writes the next rows, of that day or an earlier one, at most so many; answers how many, 0 where the day is done. */
  async write(day: number, most: number, push: (piece: Uint8Array) => void): Promise<number> {
    const batch = await this.#current();
    if (batch === undefined) return 0;
    const from = this.#row;
    const { dueEpochMs } = batch;
    const end = Math.min(batch.count, from + most);
    let to = from;
    while (to < end && dayOf(dueEpochMs[to]) <= day) to += 1;
    this.#row = to;
    this.#rows.open(batch, from, to);
    for (let piece = this.#rows.fill(); piece !== undefined; piece = this.#rows.fill()) push(piece);
    const rest = this.#rows.rest();
    if (rest !== undefined) push(rest);
    return to - from;
  }

  async #current(): Promise<SampleBatch | undefined> {
    for (;;) {
      const [batch] = this.#waiting;
      if (batch !== undefined && this.#row < batch.count) return batch;
      this.#row = 0;
      if (batch !== undefined) this.#waiting.shift();
      if (this.#waiting.length > 0) continue;
      const next = await this.#source.next();
      if (next.done) return undefined;
      this.#waiting = [...next.value];
    }
  }
}

function dayOf(dueEpochMs = 0): number {
  return Math.floor(dueEpochMs / DAY_MS);
}

/** `2026-11-22` */
export function dayName(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
