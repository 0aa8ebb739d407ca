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
import {
  availabilityMissing,
  comparisonSentences,
  outagesWords,
  TIME_SCALE,
} from '../../src/ui/compare-words.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { campaignOf, planOf, T0 } from './samples.ts';

const MINUTES = 30;

/** Half an hour, twice a second, with a loss each `lostEvery` probes, and an outage of a minute. */
function campaign(
  id: string,
  shiftMs: number,
  startMs: number,
  probes: PlanInput['probes'],
  { lostEvery = 50, downMs = 60_000 } = {},
) {
  const plan = planOf({ name: id, site: { name: `Site ${id}` }, probes });
  const random = seededRandom(shiftMs + 5);
  const samples = Array.from({ length: MINUTES * 120 }, (_, seq): Sample => {
    const at = seq * 500;
    const due = { seq, dueEpochMs: epochMillis(T0 + startMs + at), dueMonoMs: millis(at), lateMs: millis(0) };
    const isDown = at >= 600_000 && at < 600_000 + downMs;
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

test('a percentile that falls among the lost is told as no answer, and never as too few samples', () => {
  const sentences = (list: (typeof a)[], base = 0) => {
    const columns = columnsOf(list, none);
    const told = (['p50', 'p99'] as const).map((name) => ({
      name,
      cells: percentileCells(columns, name, 'scheduled', base),
      scale: TIME_SCALE,
    }));
    return comparisonSentences(columns, base, told);
  };
  const good = campaign('Good', 0, HOUR, [ping], { lostEvery: 900, downMs: 0 });
  const lossy = campaign('Lossy', 0, 0, [ping], { lostEvery: 19, downMs: 0 });
  const dead = campaign('Dead', 0, HOUR, [ping], { downMs: 1_200_000 });
  const figure = String.raw`\d\d\.\d ms`;
  const one = (words: string) => [expect.stringMatching(new RegExp(`^${words}$`))];
  const lost = `p99: no answer in Lossy, ${figure} in Good; no difference shown in p50\\.`;
  expect(sentences([lossy, good])).toEqual(one(`Good beside Lossy: ${lost}`));
  expect(sentences([lossy, good], 1)).toEqual(one(`Lossy beside Good: ${lost}`));
  // One outage, as long as it was, tells little of how often there is one.
  expect(sentences([a, good])).toEqual(
    one(String.raw`Good beside A: p99: no answer in A, ${figure} in Good \(too little data to tell\); .+`),
  );
  expect(sentences([a, dead])).toEqual(
    one(String.raw`Dead beside A: p50: no answer in Dead, ${figure} in A.*, p99: no answer in either\.`),
  );
});

test('a campaign that asked too seldom carries that with it', () => {
  const samples = Array.from({ length: 12 }, (_, seq): Sample => {
    const ms = millis(30);
    const due = { seq, dueEpochMs: epochMillis(T0 + seq * 300_000), dueMonoMs: millis(seq * 300_000) };
    return { ...due, lateMs: millis(0), outcome: 'ok', responseMs: ms, serviceMs: ms };
  });
  const plan = planOf({ name: 'Seldom', probes: [{ ...ping, intervalMs: 300_000 }] });
  const seldom = comparedOf({
    campaign: campaignOf(plan, {
      startedEpochMs: epochMillis(T0),
      endedEpochMs: epochMillis(T0 + HOUR),
    }),
    events: [],
    probes: plan.probes.map((spec) => ({ spec, batches: [encodeBatch(samples)] })),
  });
  expect([a, seldom].map(outagesWords)).toEqual([
    expect.stringMatching(/^1, 6\d(\.\d+)? s in all$/),
    'none seen, asked too seldom',
  ]);
  expect(outagesWords({ ...seldom, outages: 2, outageS: 700 })).toBe(
    '2 seen, 11 min 40 s in all; asked too seldom',
  );
  expect(outagesWords({ ...a, outages: 0 })).toBe('none');
  expect(outagesWords({ ...a, outages: 3, outagesCut: 1, outageS: 12 })).toMatch(
    /^3, 1 cut by the filter, 12/,
  );
  expect(availabilityMissing(seldom)).toBe(
    'No availability: outages may have passed unseen, so seldom did the probes ask.',
  );
  expect(availabilityMissing({ ...a, observedS: 0 })).toBe('The link was not observed for any time.');
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
  // When a recording without a date was made is only assumed.
  const zeroEpochMs = epochMillis(T0);
  const undated = {
    file: 'c.csv',
    epochMs: zeroEpochMs,
    columns: { time: 't_s', rtt: 'rtt_ms' },
    rows: 1,
    zeroEpochMs,
  };
  expect(overlapping([a, b, { ...c, imported: undated }])).toEqual([]);
});
