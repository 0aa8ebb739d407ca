import { describe, expect, test } from 'vitest';
import { seededRandom } from '../support/seeded-random.ts';
import { type Blackout, probe, record } from './blackouts.ts';
import { T0 } from './samples.ts';

const HOUR_MS = 3_600_000;

/** Blackouts that come at random, about one in `everyMs`, of 2.5 to 60 s. */
function blackouts(seed: number, everyMs: number, lengthMs: number): Blackout[] {
  const random = seededRandom(seed);
  const found: Blackout[] = [];
  let at = 20_000;
  for (;;) {
    at += 15_000 - everyMs * Math.log(1 - random());
    const lasts = Math.min(60_000, 2500 - 6000 * Math.log(1 - random()));
    if (at + lasts > lengthMs - 20_000) return found;
    found.push([at, at + lasts]);
    at += lasts;
  }
}

const none = { blackouts: [], lengthMs: HOUR_MS };

test.each([1, 2, 3, 4])(
  'injected blackouts come out within 2 %% or 1 s each, whichever is more (%i)',
  (seed) => {
    const injected = blackouts(seed * 7919, 90_000, HOUR_MS);
    const report = record({ blackouts: injected, lengthMs: HOUR_MS });
    const found = report.outages.filter(({ kind }) => kind === 'outage');
    expect(injected.length).toBeGreaterThan(20);
    expect(found).toHaveLength(injected.length);
    injected.forEach(([from, to], i) => {
      const row = found[i];
      const lasted = (row?.endEpochMs ?? 0) - (row?.startEpochMs ?? 0);
      expect(row?.cause).toBe('link');
      // It begins with the last answer before, and ends with a fresh connection, of which one a second is tried.
      expect(lasted).toBeGreaterThan(to - from);
      expect(lasted - (to - from)).toBeLessThan(2000);
    });
    const trueS = injected.reduce((sum, [from, to]) => sum + (to - from) / 1000, 0);
    const { link, service, recoveries, cutShort } = report.availability ?? {};
    expect(Math.abs((link?.downS ?? 0) - trueS)).toBeLessThan(Math.max(0.02 * trueS, injected.length));
    expect(link).toEqual(service);
    expect(link).toMatchObject({ observedS: 3600, outages: injected.length });
    expect(cutShort).toBe(0);
    // The timer of the standing connection doubles: it comes back later than the link.
    const echo = recoveries?.find(({ probe }) => probe === 'echo');
    expect(echo).toMatchObject({ outages: injected.length, known: injected.length });
    expect(echo?.laterMeanS).toBeGreaterThan(1);
    expect(echo?.echoLongestS).toBeGreaterThan(echo?.linkLongestS ?? Number.POSITIVE_INFINITY);
  },
);

describe('a suspended process', () => {
  const asleep: Blackout = [1_000_000, 1_600_000];

  test('adds nothing to downtime, and its time is not observed', () => {
    const { availability } = record({ ...none, suspended: [asleep] });
    expect(availability?.unmeasuredS).toBeCloseTo(600, 3);
    expect(availability?.link).toMatchObject({
      downS: 0,
      outages: 0,
      share: 1,
      observedS: expect.closeTo(3000, 3),
    });
  });

  test('in an outage cuts it, and what is known of it counts', () => {
    const { availability, outages } = record({
      ...none,
      blackouts: [[990_000, 1_610_000]],
      suspended: [asleep],
    });
    expect(outages.map(({ kind }) => kind).filter((kind) => kind !== 'interruption')).toEqual([
      'outage',
      'unmeasured',
      'outage',
    ]);
    expect(availability?.link.downS).toBeGreaterThan(18);
    expect(availability?.link.downS).toBeLessThan(22);
    expect(availability?.cutShort).toBe(2);
    expect(availability?.recoveries).toMatchObject([{ probe: 'echo', outages: 2 }]);
  });
});

test('an endpoint that is gone, or refuses, costs the service its time and not the link', () => {
  const { availability, outages } = record({
    ...none,
    blackouts: [[600_000, 610_000]],
    endpointGone: [[1_200_000, 1_230_000]],
    refusing: [[2_000_000, 2_060_000]],
  });
  const silent = outages.filter(({ kind }) => kind === 'outage');
  expect(silent.map(({ kind, cause }) => [kind, cause])).toEqual([
    ['outage', 'link'],
    ['outage', 'endpoint'],
  ]);
  const about = (seconds: number) => expect.closeTo(seconds, -0.5);
  expect(availability?.link).toMatchObject({ outages: 1, downS: about(10), observedS: 3600 });
  expect(availability?.service).toMatchObject({ outages: 3, downS: about(100) });
  expect(availability?.causes.map(({ cause, outages: n }) => [cause, n]).filter(([, n]) => n)).toEqual([
    ['link', 1],
    ['endpoint', 1],
  ]);
  expect(availability?.faults).toMatchObject([
    { probe: 'ping', httpStatus: about(60), throttled: 0, streamError: 0, spells: 1, spellS: about(60) },
  ]);
  expect(
    availability?.bins.map(({ fromS, link, other }) => [fromS, link + other]).filter(([, n]) => n),
  ).toEqual([
    [10, 1],
    [20, 1],
  ]);
});

test('a target of the plan is judged', () => {
  const target = (availabilityTarget: number, lost: Blackout[]) =>
    record({ lengthMs: HOUR_MS, blackouts: lost, availabilityTarget }).availability?.target;
  expect(target(0.9, [])).toEqual({ target: 0.9, decision: 'met' });
  expect(target(0.999, [])).toMatchObject({ decision: 'not-enough-data', moreS: expect.closeTo(26_357, -2) });
  expect(target(0.99, blackouts(3, 60_000, HOUR_MS))).toMatchObject({ decision: 'not-met' });
  expect(record(none).availability?.target).toBeUndefined();
  const early = record({ lengthMs: HOUR_MS, blackouts: [], availabilityTarget: 0.9, state: 'stopped' });
  expect(early.availability?.target).toEqual({ target: 0.9, decision: 'not-enough-data', atEndAlone: true });
  expect(record(none).startEpochMs).toBe(T0);
});

describe('no availability is told', () => {
  const lost: Blackout[] = [[600_000, 606_000]];
  const seen = (probes: Parameters<typeof record>[0]['probes'], more = {}) =>
    record({ blackouts: lost, lengthMs: 2 * HOUR_MS, availabilityTarget: 0.9, probes, ...more }).availability;
  const chat = { kind: 'chat', name: 'chat', protocol: 'openai', url: 'https://host/v1' } as const;
  const noon = { filter: { fromMin: 750, toMin: 780, zone: 'UTC' } };

  test.each([
    ['a probe asks each 5 minutes', [probe('http', 'ping', 300_000)], 300],
    ['a probe asks each 5 s', [probe('http', 'ping', 5000)], 5],
    [
      'a control alone asks often',
      [probe('http', 'ping', 5000), probe('http', 'far', 500, { role: 'control' })],
      5,
    ],
    ['a model is asked, and may think for a minute', [{ ...chat, intervalMs: 1000, timeoutMs: 60_000 }], 60],
  ] as const)('where %s', (_, probes, blindS) => {
    const found = seen([...probes]);
    // The interval at the end, within which nothing more was due, is looked at as well.
    expect(Math.abs((found?.blindS ?? 0) / blindS - 1)).toBeLessThan(0.05);
    for (const estimate of [found?.link, found?.service])
      expect(Object.keys(estimate ?? {})).toEqual(['observedS', 'downS', 'outages', 'longestS']);
    expect(found?.link.observedS).toBe(7200);
    expect(found?.target).toEqual({ target: 0.9, decision: 'not-enough-data', untold: true });
  });

  test('in a part of the campaign either, however much was asked in all of it', () => {
    expect(seen([probe('http', 'ping', 5000)], noon)?.blindS).toBeCloseTo(5, 0);
  });

  test.each([
    ['a probe asks each 2 s', [probe('http', 'ping', 2000)]],
    ['an echo asks beside a model', [probe('websocket', 'echo', 500), { ...chat, intervalMs: 30_000 }]],
  ] as const)('but is where %s', (_, probes) => {
    for (const more of [{}, noon]) {
      const found = seen([...probes], more);
      expect(found?.blindS).toBeUndefined();
      expect(found?.link.low).toBeLessThan(1);
    }
  });
});

describe('outages in a rhythm', () => {
  const every = (ms: number, spread: number) => {
    const random = seededRandom(11);
    return Array.from({ length: 40 }, (_, i): Blackout => {
      const at = 30_000 + i * ms + spread * random();
      return [at, at + 4000];
    });
  };

  test('are told where the link goes over the sky', () => {
    const { availability } = record({ blackouts: every(175_000, 8000), lengthMs: 2 * HOUR_MS });
    expect(availability?.rhythm?.periodS).toBeCloseTo(175, -1);
    expect(availability?.rhythm).toMatchObject({ isRound: false });
  });

  test('and not where they come at random', () => {
    const injected = blackouts(31, 160_000, 2 * HOUR_MS);
    expect(record({ blackouts: injected, lengthMs: 2 * HOUR_MS }).availability?.rhythm).toBe(undefined);
  });
});
