import { expect, it } from 'vitest';
import { readDishHistory } from '../../../src/core/dish/history.ts';
import { checkDishHistories } from '../../../src/core/dish/history-schema.ts';
import { alignRing } from '../../../src/core/dish/ring-clock.ts';
import { uniformAt } from '../../../src/core/schedule/random.ts';
import { epochMillis } from '../../../src/core/units.ts';
import { DISH_OUTAGES, dishAnswer } from '../../support/dish-answer.ts';
import { RECORDING_T0_S } from '../../support/recording.ts';

const NOW = 1_790_100_000_000;
const DAY_MS = 86_400_000;

const read = (value: unknown, modifiedEpochMs = NOW - 60_000) =>
  readDishHistory({
    name: 'history.json',
    text: typeof value === 'string' ? value : JSON.stringify(value),
    epochMs: NOW,
    modifiedEpochMs,
  });

function history(value: unknown, modifiedEpochMs?: number) {
  const result = read(value, modifiedEpochMs);
  if (typeof result === 'string') throw new Error(result);
  return result;
}

it('unrolls the ring from its oldest value on', () => {
  const ring = { current: 7, pop_ping_drop_rate: [0.5, 0.6, 0.2, 0.3, 0.4] };
  expect(history(ring).dropRate).toEqual([0.2, 0.3, 0.4, 0.5, 0.6]);
  expect(history({ ...ring, current: 3 }).dropRate).toEqual([0.5, 0.6, 0.2]);
  expect(history({ ...ring, current: 5 }).dropRate).toEqual([0.5, 0.6, 0.2, 0.3, 0.4]);
});

it('reads snake and camel case, wrapped or not, alike', () => {
  const inner = {
    current: '4',
    pop_ping_drop_rate: [0, 1, 0, 0],
    pop_ping_latency_ms: [30, 'NaN', 31, 32],
    outages: [{ cause: 'OBSTRUCTED', start_timestamp_ns: '1474035218000000000', duration_ns: '2500000000' }],
  };
  const camel = {
    current: 4,
    popPingDropRate: [0, 1, 0, 0],
    popPingLatencyMs: [30, null, 31, 32],
    outages: [{ cause: 'OBSTRUCTED', startTimestampNs: 1_474_035_218e9, durationNs: 2.5e9 }],
  };
  for (const value of [
    inner,
    { dishGetHistory: inner },
    { dish_get_history: inner },
    { apiVersion: '9', dishGetHistory: camel },
  ]) {
    expect(history(value)).toMatchObject({
      dropRate: [0, 1, 0, 0],
      latencyMs: [30, null, 31, 32],
      outages: [
        { cause: 'OBSTRUCTED', durationMs: 2500, startEpochMs: (1_474_035_218 + 315_964_800 - 18) * 1000 },
      ],
    });
  }
});

it('does not know of a second without a value whether pings were lost in it', () => {
  const found = history({
    current: 4,
    popPingDropRate: [0, 1, null, 'NaN'],
    popPingLatencyMs: [30, 0, 31, 32],
  });
  expect(found.dropRate).toEqual([0, 1, null, null]);
  expect(checkDishHistories([structuredClone(found)])).toEqual([found]);
});

it('takes GPS time for UTC: 1,300,000,000 s of GPS time was 2021-03-17 07:06:22 UTC', () => {
  const outages = [{ cause: 'NO_SCHEDULE', startTimestampNs: '1300000000000000000', durationNs: '1' }];
  expect(history({ current: 1, popPingDropRate: [0], outages }).outages[0]?.startEpochMs).toBe(
    Date.UTC(2021, 2, 17, 7, 6, 22),
  );
});

it('places the ring by the listed outages, whatever the date of the file', () => {
  const found = history(dishAnswer());
  expect(found.endFrom).toBe('outages');
  expect(Math.abs(found.endEpochMs - (RECORDING_T0_S + 1600) * 1000)).toBeLessThanOrEqual(1000);
  expect(found.latencyMs.filter((ms) => ms === null).length).toBeGreaterThan(0);
  expect(checkDishHistories([structuredClone(found)])).toEqual([found]);
});

it('assumes the date of the file, or the moment of import, where nothing places the ring', () => {
  const quiet = { current: 900, popPingDropRate: new Array(900).fill(0) };
  expect(history(quiet, NOW - DAY_MS)).toMatchObject({ endEpochMs: NOW - DAY_MS, endFrom: 'file-date' });
  expect(history(quiet, 0)).toMatchObject({ endEpochMs: NOW, endFrom: 'import' });
  expect(history(quiet, NOW + DAY_MS)).toMatchObject({ endEpochMs: NOW, endFrom: 'import' });
});

it('does not place a ring that fits in several places, or in none', () => {
  const listed = [{ startEpochMs: epochMillis(NOW), durationMs: 60_000, cause: 'X' }];
  const part = new Array<number>(900).fill(0).fill(1, 0, 20);
  expect(alignRing(part, listed)).toBeUndefined();
  expect(alignRing(new Array<number>(900).fill(0).fill(1, 400, 410), listed)).toBeUndefined();
  // Of a listed outage that the ring does not know, it cannot say that it was none.
  const outages = [
    { startEpochMs: epochMillis(NOW + 100_000), durationMs: 10_000, cause: 'X' },
    { startEpochMs: epochMillis(NOW + 400_000), durationMs: 30_000, cause: 'X' },
  ];
  const ring = new Array<number | null>(900).fill(0).fill(1, 200, 210);
  expect(alignRing([...ring].fill(null, 500, 530), outages)).toBe(Math.floor(NOW / 1000) * 1000 + 800_000);
  expect(alignRing(ring, outages)).toBeUndefined();
  const [[from, to]] = DISH_OUTAGES;
  expect(to - from).toBeLessThan(5);
});

it.each<[string, unknown, RegExp]>([
  ['text that is no JSON', '{"dishGetHistory": ', /not JSON, or is cut short/],
  ['a status', { dishGetStatus: { popPingDropRate: 0 } }, /no pop_ping_drop_rate.*get_history/],
  ['a plan', { dishprobePlan: 1 }, /no history of a dish/],
  ['no count', { popPingDropRate: [0, 0] }, /^current is not as expected/],
  [
    'words for numbers',
    { current: 2, popPingDropRate: ['some', 0] },
    /^popPingDropRate.0 is not as expected/,
  ],
  [
    'an outage without a time',
    { current: 2, popPingDropRate: [0, 0], outages: [{ cause: 'X' }] },
    /^outages.0.startTimestampNs/,
  ],
  [
    'more seconds than a dish keeps',
    { current: 2, popPingDropRate: new Array(50_001).fill(0) },
    /^popPingDropRate is not as expected: a list of at most 50000 seconds.*Save the answer/,
  ],
  [
    'more outages than a dish keeps',
    { current: 2, popPingDropRate: [0], outages: new Array(10_001).fill({ startTimestampNs: 1 }) },
    /^outages is not as expected: a list of at most 10000 outages/,
  ],
  [
    'columns of two lengths',
    { current: 2, popPingDropRate: [0, 0], popPingLatencyMs: [1] },
    /differ in length/,
  ],
])('refuses %s with a sentence', (_what, value, problem) => {
  expect(read(value)).toMatch(problem);
});

it('takes damaged stored histories for none', () => {
  expect(checkDishHistories([{ file: 1 }])).toEqual([]);
  expect(checkDishHistories(undefined)).toEqual([]);
});

it('places a ring of the most seconds, a third of them silent and spread wide', () => {
  const rate = Array.from({ length: 50_000 }, (_, i) => (uniformAt(1, 2, Math.floor(i / 7)) < 0.3 ? 1 : 0));
  const zeroMs = 1_790_000_000_000;
  const listed = rate.flatMap((is, i) =>
    is === 1 ? [{ startEpochMs: epochMillis(zeroMs + i * 1000), durationMs: 1000, cause: 'OBSTRUCTED' }] : [],
  );
  expect(alignRing(rate, listed)).toBe(zeroMs + 50_000_000);
});
