import { expect, it } from 'vitest';
import type { DishHistory } from '../../src/core/dish/history-types.ts';
import type { Interval } from '../../src/core/link/outages.ts';
import { epochMillis } from '../../src/core/units.ts';
import { dishReport } from '../../src/report/dish-report.ts';
import { dishWords, sourceWords } from '../../src/ui/dish-words.ts';

const T0 = 1_790_000_000_000;
const at = (s: number) => epochMillis(T0 + s * 1000);
const range = { start: T0, end: at(3600) };

const ours = (
  from: number,
  to: number,
  kind: Interval['kind'] = 'outage',
  cause: Interval['cause'] = kind === 'unmeasured' ? 'frozen' : 'link',
): Interval => ({
  startEpochMs: at(from),
  endEpochMs: at(to),
  kind,
  cause,
  probes: ['echo'],
});

/** A ring of 900 s that ends at `end`; seconds in `silent` are without pings. */
function history(end: number, silent: number[], outages: [number, number, string][] = []): DishHistory {
  return {
    file: 'history.json',
    importedEpochMs: at(end + 5),
    dropRate: Array.from({ length: 900 }, (_, i) => (silent.includes(end - 900 + i) ? 1 : 0)),
    latencyMs: new Array<number | null>(900).fill(30),
    endEpochMs: at(end),
    endFrom: 'outages',
    outages: outages.map(([from, to, cause]) => ({
      startEpochMs: at(from),
      durationMs: (to - from) * 1000,
      cause,
    })),
  };
}

it('tells what both saw from what one of them saw alone', () => {
  const report = dishReport(
    [history(2000, [1500, 1501, 1502, 1800], [[1500.4, 1503.1, 'OBSTRUCTED']])],
    [ours(1500.2, 1503.6), ours(1600, 1603), ours(1605.5, 1606.3, 'interruption')],
    range,
  );
  expect(report?.rows.map(({ seen, oursMs, dishMs, causes }) => [seen, oursMs, dishMs, causes])).toEqual([
    ['both', 3400, 3100, ['OBSTRUCTED']],
    ['ours', 3000, 0, []],
    ['ours', 800, 0, []],
    ['dish', 0, 1000, []],
  ]);
  expect(report?.shared).toEqual({ start: at(1100), end: at(2000) });
  expect(report?.alone).toEqual({ dish: 0, ours: 0 });
});

it('takes a second of the ring without a value neither for silent nor for good', () => {
  const known = history(2000, [1500]);
  const found = dishReport(
    [{ ...known, dropRate: known.dropRate.map((rate, i) => (i >= 500 && i < 600 ? null : rate)) }],
    [ours(1650, 1655)],
    range,
  );
  expect(found?.sources).toMatchObject([{ silentS: 1, unknownS: 100 }]);
  // What the probes saw meanwhile is no contradiction.
  expect(found?.rows.map(({ seen }) => seen)).toEqual(['dish']);
  expect(found?.alone).toEqual({ dish: 0, ours: 1 });
  expect(found?.strips.unknown.drops).toEqual([{ start: at(1600), end: at(1700) }]);
});

it('takes fails up to 2 s apart for one, and no further ones', () => {
  const rows = (gapS: number) =>
    dishReport([history(2000, [], [[1500, 1503, 'X']])], [ours(1503 + gapS, 1510)], range)?.rows.length;
  expect([rows(0), rows(1.9), rows(2.1)]).toEqual([1, 1, 2]);
});

it('compares nothing with a time in which the other was not looking', () => {
  const report = dishReport(
    [history(2000, [1200, 1201], [[1000, 1003, 'X']])],
    [ours(1150, 1300, 'unmeasured'), ours(500, 510), ours(2500, 2510), ours(1002, 1004)],
    range,
  );
  expect(report?.rows.map(({ seen }) => seen)).toEqual(['both']);
  expect(report?.alone).toEqual({ dish: 1, ours: 2 });
  // The list of outages reaches back further than the ring.
  expect(report?.shared).toEqual({ start: at(1000), end: at(2000) });
  expect(report?.strips.unknown.ours).toEqual([{ start: at(1150), end: at(1300) }]);
  expect(report?.strips.unknown.drops).toEqual([{ start: at(1000), end: at(1100) }]);
});

it('says that records of different times share none', () => {
  const report = dishReport([history(9000, [8500])], [ours(100, 110)], range);
  expect(report?.shared).toBeUndefined();
  expect(report?.rows).toEqual([]);
  expect(report?.alone).toEqual({ dish: 1, ours: 1 });
});

it('puts several imports together', () => {
  const list: [number, number, string][] = [[1500, 1503, 'X']];
  const report = dishReport(
    [history(1600, [1500, 1501, 1502], list), history(2400, [2000], list)],
    [ours(1500, 1503)],
    range,
  );
  expect(report?.rows.map(({ seen, dishMs }) => [seen, dishMs])).toEqual([
    ['both', 3000],
    ['dish', 1000],
  ]);
  expect(report?.sources.map(({ silentS, listed }) => [silentS, listed])).toEqual([
    [3, 1],
    [1, 1],
  ]);
});

it('compares no second of a ring whose time is only assumed, and nothing beyond what the dish lists', () => {
  // Seen by all three, and the file was copied 10 minutes later: its ring ends too late by as much.
  const late = (endFrom: DishHistory['endFrom'], list: [number, number, string][]) => ({
    ...history(2600, [2100, 2101, 2102], list),
    endFrom,
  });
  for (const endFrom of ['file-date', 'import'] as const) {
    const report = dishReport(
      [
        late(endFrom, [
          [1500, 1503, 'X'],
          [1700, 1701, 'Y'],
        ]),
      ],
      [ours(1500, 1503), ours(1600, 1603), ours(2200, 2210)],
      range,
    );
    expect(report?.rows.map(({ seen, causes }) => [seen, causes])).toEqual([
      ['both', ['X']],
      ['ours', []],
      ['dish', ['Y']],
    ]);
    // What the dish did after the last outage that it lists is as unknown as where its ring ends.
    expect(report?.alone).toEqual({ dish: 0, ours: 1 });
    expect(report?.shared).toEqual({ start: at(1500), end: at(1701) });
    expect(report?.strips.drops).toEqual([]);
    expect(report?.strips.unknown.drops).toEqual([{ start: at(1500), end: at(1701) }]);
    const [source] = report?.sources ?? [];
    expect(source?.silentS).toBe(3);
    expect(source && sourceWords(source)).toContain(
      `when ${endFrom === 'import' ? 'it was imported' : 'the file was last changed'}; so none of its seconds is compared)`,
    );
  }
  const elsewhere = dishReport([late('import', [[9000, 9003, 'X']])], [ours(2101, 2103)], range);
  expect(elsewhere && dishWords(elsewhere)).toBe(
    'The dish’s record, as far as its time is known, and this campaign do not overlap, so that nothing can be compared.',
  );
  const nothing = dishReport([late('import', [])], [ours(2101, 2103)], range);
  expect([nothing?.shared, nothing?.rows]).toEqual([undefined, []]);
  expect(nothing && dishWords(nothing)).toBe(
    'The dish lists no outage, and when its ring ended is only assumed, so that nothing can be compared.',
  );
});

it('compares no outage that the control probes laid on the endpoint or the local network', () => {
  const report = dishReport(
    [history(2000, [1300, 1301, 1400], [[1200, 1205, 'X']])],
    [
      ours(1200, 1205),
      ours(1300, 1303, 'outage', 'local'),
      ours(1500, 1520, 'outage', 'endpoint'),
      ours(1600, 1603, 'outage', 'unknown'),
      // Outside what the dish tells of.
      ours(500, 520, 'outage', 'endpoint'),
    ],
    range,
  );
  expect(report?.rows.map(({ seen, start }) => [seen, (start - T0) / 1000])).toEqual([
    ['both', 1200],
    ['dish', 1400],
    ['ours', 1600],
  ]);
  expect(report?.notLink).toBe(2);
  expect(report && dishWords(report)).toContain(
    ' Left out: 2 failures that the control probes laid on the endpoint or the local network, with what the dish saw meanwhile.',
  );
  expect(report?.strips.ours).toHaveLength(2);
  expect(report?.strips.unknown.ours).toHaveLength(2);
});

it('is absent where nothing was imported', () => {
  expect(dishReport([], [ours(1, 5)], range)).toBeUndefined();
});
