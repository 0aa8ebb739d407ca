import { expect, test } from 'vitest';
import { encodeBatch } from '../../src/core/batch-codec.ts';
import type { PlanInput } from '../../src/core/plan.ts';
import type { Sample } from '../../src/core/sample.ts';
import { epochMillis, millis } from '../../src/core/units.ts';
import {
  availabilityCells,
  columnsOf,
  curveOf,
  metricsOf,
  overlapping,
  percentileCells,
} from '../../src/report/compare.ts';
import { comparedOf } from '../../src/report/compared-of.ts';
import { comparisonSentences, TIME_SCALE } from '../../src/ui/compare-words.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { campaignOf, planOf, T0 } from './samples.ts';

const MINUTES = 30;

/** Half an hour, twice a second, with a loss each `lostEvery` probes, and an outage of a minute. */
function campaign(id: string, shiftMs: number, startMs: number, probes: PlanInput['probes'], lostEvery = 50) {
  const plan = planOf({ name: id, site: { name: `Site ${id}` }, probes });
  const random = seededRandom(shiftMs + 5);
  const samples = Array.from({ length: MINUTES * 120 }, (_, seq): Sample => {
    const at = seq * 500;
    const due = { seq, dueEpochMs: epochMillis(T0 + startMs + at), dueMonoMs: millis(at), lateMs: millis(0) };
    const isDown = at >= 600_000 && at < 660_000;
    if (isDown || seq % lostEvery === 7) return { ...due, outcome: 'timeout' };
    const ms = millis(30 + shiftMs + 20 * random());
    return { ...due, outcome: 'ok', responseMs: ms, serviceMs: ms, rttMs: millis(ms - 2) };
  });
  return comparedOf({
    campaign: campaignOf(plan, {
      id,
      startedEpochMs: epochMillis(T0 + startMs),
      endedEpochMs: epochMillis(T0 + startMs + MINUTES * 60_000),
    }),
    events: [],
    probes: plan.probes.map((spec) => ({ spec, batches: [encodeBatch(samples)] })),
  });
}

const ping = { kind: 'http', name: 'ping', url: 'https://host/ping', intervalMs: 500 } as const;
const echo = { kind: 'websocket', name: 'echo', url: 'wss://host/echo', intervalMs: 500 } as const;
const HOUR = 3_600_000;
const a = campaign('A', 0, 0, [ping]);
const b = campaign('B', 15, HOUR, [echo, ping]);
const c = campaign('C', 0, 1000, [{ ...echo, name: 'other' }]);
const none = { metric: 'response', population: 'ok', probes: {} } as const;

test('each campaign speaks by the probe of the same name, or the one that was chosen, or the nearest', () => {
  expect(metricsOf([a, b, c])).toEqual(['response', 'rtt']);
  const names = (probes: Record<string, string>) =>
    columnsOf([a, b, c], { ...none, probes }).map(({ probe }) => probe?.name);
  expect(names({})).toEqual(['ping', 'ping', 'other']);
  expect(names({ B: 'echo' })).toEqual(['ping', 'echo', 'other']);
  expect(columnsOf([a, b], { ...none, metric: 'ttft' }).map(({ metric }) => metric)).toEqual([
    undefined,
    undefined,
  ]);
});

test('a difference is found where there is one, and none where there is none', () => {
  const columns = columnsOf([a, b, c], none);
  const cells = percentileCells(columns, 'p50', 'ok', 0);
  expect(cells[0]?.difference).toBeUndefined();
  expect(cells[1]?.difference?.decision).toBe('more');
  expect(cells[1]?.difference?.value).toBeCloseTo(15, 0);
  expect(cells[2]?.difference?.decision).toBe('undecided');
  const available = availabilityCells(columns, 'link', 0);
  expect(available.map(({ value }) => value)).toEqual([a, b, c].map(({ link }) => link?.share));
  expect(available[1]?.difference?.decision).toBe('undecided');
  expect(comparisonSentences(columns, 0, [{ name: 'p50', cells, scale: TIME_SCALE }])).toEqual([
    expect.stringMatching(/^B beside A: p50 slower by 1[45]\.\d ms\.$/),
    'C beside A: no difference is shown.',
  ]);
  const turned = percentileCells(columns, 'p50', 'ok', 1)[0]?.difference;
  expect(turned?.decision).toBe('less');
});

test('the lost are in the curve of all that was due, and in no curve of the answered', () => {
  const [column] = columnsOf([a], none);
  if (column?.metric === undefined) throw new Error('There is no column.');
  expect(curveOf(column, 'ok').at(-1)?.share).toBe(1);
  const answered = column.metric.ok.n / (MINUTES * 120);
  expect(answered).toBeLessThan(0.96);
  expect(curveOf(column, 'scheduled').at(-1)?.share).toBeCloseTo(answered, 12);
});

test('campaigns that measured at the same time are named', () => {
  expect(overlapping([a, b, c]).map((pair) => pair.map(({ name }) => name))).toEqual([['A', 'C']]);
});
