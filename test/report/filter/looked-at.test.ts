import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clip, lookedAt } from '../../../src/report/filter/looked-at.ts';
import { filterLabel, filterProblem, NO_FILTER, readFilter } from '../../../src/report/filter/time-filter.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The clocks of these zones are put forward or back, by half an hour in one, or stand off the hour. */
const ZONES = ['UTC', 'Europe/Stockholm', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/St_Johns'];

/** What the zone's clock shows, as a person would read it. */
function shown(epochMs: number, zone: string): { date: string; minute: number } {
  const text = new Date(epochMs).toLocaleString('sv-SE', { timeZone: zone });
  const [date = '', time = ''] = text.split(' ');
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return { date, minute: hour * 60 + minute };
}

describe('the time that a filter lets through', () => {
  const date = fc.integer({ min: -3, max: 4 });
  const minute = fc.integer({ min: 0, max: 95 }).map((quarter) => quarter * 15);
  const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });

  test('is what the clock on the wall says, minute by minute, over changes of that clock', () => {
    fc.assert(
      fc.property(
        fc.record({
          zone: fc.constantFrom(...ZONES),
          // Northern and southern changes of the clock, and a day without one.
          around: fc.constantFrom(
            Date.UTC(2026, 2, 29),
            Date.UTC(2026, 9, 25),
            Date.UTC(2026, 3, 4),
            Date.UTC(2026, 9, 3),
            Date.UTC(2026, 2, 8),
            Date.UTC(2026, 5, 1),
          ),
          hours: fc.integer({ min: 1, max: 60 }),
          from: optional(date),
          to: optional(date),
          fromMin: optional(minute),
          toMin: optional(minute),
        }),
        ({ zone, around, hours, from, to, fromMin, toMin }) => {
          const dayOf = (days: number | undefined) =>
            days === undefined ? undefined : new Date(around + days * 24 * HOUR).toISOString().slice(0, 10);
          const filter = { fromDate: dayOf(from), toDate: dayOf(to), fromMin, toMin, zone };
          const range = { start: around - 6 * HOUR, end: around + hours * HOUR };
          const spans = lookedAt(filter, range);
          const [first, last] = [fromMin ?? 0, toMin ?? 1440];
          for (let at = range.start; at < range.end; at += 5 * MINUTE) {
            const clock = shown(at, zone);
            const wanted =
              (filter.fromDate === undefined || clock.date >= filter.fromDate) &&
              (filter.toDate === undefined || clock.date <= filter.toDate) &&
              (last > first
                ? clock.minute >= first && clock.minute < last
                : clock.minute >= first || clock.minute < last);
            expect([at, spans.some(({ start, end }) => at >= start && at < end)]).toEqual([at, wanted]);
          }
          for (const [i, { start }] of spans.slice(1).entries())
            expect(start).toBeGreaterThan(spans[i]?.end ?? 0);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('wraps midnight, and is read from what a person typed', () => {
    const night = readFilter({ ...NO_FILTER, after: '22:00', before: '06:00' }, 'UTC');
    expect(night && lookedAt(night, { start: Date.UTC(2026, 0, 1), end: Date.UTC(2026, 0, 2) })).toEqual([
      { start: Date.UTC(2025, 11, 31, 22), end: Date.UTC(2026, 0, 1, 6) },
      { start: Date.UTC(2026, 0, 1, 22), end: Date.UTC(2026, 0, 2, 6) },
    ]);
    expect(night && filterLabel(night)).toBe('22:00 to 06:00 UTC');
    expect(readFilter(NO_FILTER, 'UTC')).toBeUndefined();
    expect(readFilter({ ...NO_FILTER, from: '2026-02-30' }, 'UTC')).toBeUndefined();
    expect(filterProblem({ ...NO_FILTER, from: '2026-02-30' })).toMatch(/not a date/);
    expect(filterProblem({ ...NO_FILTER, from: '2026-02-03', to: '2026-02-01' })).toMatch(/before the first/);
    expect(filterProblem({ ...NO_FILTER, from: '2026-02-01', to: '2026-02-01' })).toBeUndefined();
  });

  test('is cut to what lies within', () => {
    const within = [
      { start: 10, end: 20 },
      { start: 30, end: 40 },
    ];
    expect(clip([{ start: 0, end: 35 }], within)).toEqual([
      { start: 10, end: 20 },
      { start: 30, end: 35 },
    ]);
    expect(clip([{ start: 20, end: 30 }], within)).toEqual([]);
  });
});
