import { rowsOf } from '../../core/batch-rows.ts';
import type { CampaignEvent } from '../../core/campaign.ts';
import type { Interval } from '../../core/link/outages.ts';
import { firstAtOrAfter, type Span } from '../../core/link/spans.ts';
import { borrowing } from '../../core/pack/recent.ts';
import type { SampleBatch } from '../../core/sample-batch.ts';
import { epochMillis } from '../../core/units.ts';
import { clip, lookedAt } from './looked-at.ts';
import type { TimeFilter } from './time-filter.ts';

/**
 * The rows that are due within `spans` (as `union` returns them; a span's end is
 * not in it). Columns are shared, not copied; `seq` keeps its numbers, so that what
 * was cut away leaves a hole between two batches. O(n).
 */
export function cutBatches(batches: readonly SampleBatch[], spans: readonly Span[]): SampleBatch[] {
  const ends = spans.map(({ end }) => end);
  const cut = (batch: SampleBatch): SampleBatch[] => {
    const parts: SampleBatch[] = [];
    const { count, dueEpochMs } = batch;
    let from = -1;
    let at: Span | undefined;
    for (let i = 0; i < count; i++) {
      const due = dueEpochMs[i] ?? Number.NaN;
      // A wall clock may have been set back, so the next span need not be a later one.
      if (at === undefined || due < at.start || due >= at.end) {
        at = spans[firstAtOrAfter(ends, due)];
      }
      const isIn = at !== undefined && due >= at.start && due < at.end;
      if (isIn && from < 0) from = i;
      if (!isIn && from >= 0) {
        parts.push(rowsOf(batch, from, i));
        from = -1;
      }
    }
    if (from >= 0) parts.push(rowsOf(batch, from));
    return parts;
  };
  return borrowing(() => batches.flatMap(cut));
}

/** The rows that a filter lets through; all of them where there is none. */
export function filterBatches(
  batches: readonly SampleBatch[],
  filter: TimeFilter | undefined,
): readonly SampleBatch[] {
  if (filter === undefined) return batches;
  const range = { start: Number.POSITIVE_INFINITY, end: Number.NEGATIVE_INFINITY };
  for (const { dueEpochMs } of batches) {
    for (const due of dueEpochMs) {
      if (due < range.start) range.start = due;
      if (due > range.end) range.end = due;
    }
  }
  return range.start > range.end ? [] : cutBatches(batches, lookedAt(filter, range));
}

/** The parts of intervals that lie within `spans`: one that lies across a border ends there, and says that it is a part. In order of time. */
export function cutIntervals(rows: readonly Interval[], spans: readonly Span[]): Interval[] {
  return rows
    .flatMap((row) =>
      clip([{ start: row.startEpochMs, end: row.endEpochMs }], spans).map(({ start, end }, i): Interval => {
        if (start === row.startEpochMs && end === row.endEpochMs) return row;
        const [startEpochMs, endEpochMs] = [epochMillis(start), epochMillis(end)];
        return { ...row, startEpochMs, endEpochMs, cut: i === 0 ? 'first' : 'further' };
      }),
    )
    .sort((a, b) => a.startEpochMs - b.startEpochMs);
}

/** The events that happened, or lasted, within `spans`. */
export function cutEvents(events: readonly CampaignEvent[], spans: readonly Span[]): CampaignEvent[] {
  return events.filter(({ epochMs, durationMs = 0 }) =>
    spans.some(({ start, end }) => epochMs < end && (epochMs >= start || epochMs + durationMs > start)),
  );
}
