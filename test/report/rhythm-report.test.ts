import { describe, expect, it } from 'vitest';
import type { Campaign } from '../../src/core/campaign.ts';
import { OUTCOMES } from '../../src/core/sample.ts';
import type { SampleBatch } from '../../src/core/sample-batch.ts';
import { epochMillis } from '../../src/core/units.ts';
import { localHours } from '../../src/report/local-hours.ts';
import { buildReport } from '../../src/report/report.ts';
import type { RhythmReport } from '../../src/report/rhythm-types.ts';
import { batchOf, simulate } from '../core/link/rhythms.ts';
import type { Recording } from '../support/traces.ts';
import { campaignOf, planOf, specOf, T0 } from './samples.ts';

const HOUR = 3600;
const UNMEASURED = OUTCOMES.indexOf('unmeasured') + 1;

function rhythmOf(
  recording: Recording,
  link: 'starlink' | 'fibre' = 'starlink',
  timeZone?: string,
): RhythmReport | undefined {
  return rhythmIn(batchOf(recording, T0), link, timeZone);
}

function rhythmIn(
  batch: SampleBatch,
  link: 'starlink' | 'fibre' = 'starlink',
  timeZone?: string,
): RhythmReport | undefined {
  const plan = planOf({
    site: { name: 'Kiruna', link },
    probes: [{ kind: 'http', name: 'ping', url: 'https://host/', intervalMs: 1000 }],
  });
  const campaign = campaignOf(plan, { startedEpochMs: epochMillis(T0) });
  const probes = [{ spec: specOf(plan), batches: [batch] }];
  return buildReport({ campaign, events: [], probes, timeZone }).probes[0]?.rhythm;
}

const nearest = (values: number[], p: number) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * p - 1e-9) - 1] ?? Number.NaN;
};

describe('a campaign of some hours', () => {
  const seen = simulate({ rhythm: 'slots', seed: 5, durationS: 2.5 * HOUR, intervalS: 1 });
  const rhythm = rhythmOf(seen);
  const answered = seen.tS.flatMap((t, i) => {
    const rtt = seen.rttMs[i] ?? Number.NaN;
    return Number.isNaN(rtt) ? [] : [{ t, rtt: Math.fround(rtt) }];
  });

  it('tells jitter by four definitions, the slots cut where the rhythm was found', () => {
    const { jitter, slots } = rhythm ?? {};
    expect(slots?.status).toBe('established');
    expect(jitter?.n).toBe(answered.length);
    expect(jitter?.cutAtS).toBe(slots?.phase?.s);
    const rtts = answered.map(({ rtt }) => rtt);
    expect(jitter?.pdvMs).toBeCloseTo(nearest(rtts, 0.99) - Math.min(...rtts), 6);
    const steps = rtts.slice(1).map((rtt, i) => Math.abs(rtt - (rtts[i] ?? 0)));
    expect(jitter?.meanStepMs).toBeCloseTo(steps.reduce((a, b) => a + b, 0) / steps.length, 6);
    expect(jitter?.rfc3550?.last).toBeCloseTo(
      steps.reduce((j, d) => j + (d - j) / 16, 0),
      6,
    );
    expect(jitter?.slotStep.p50).toBeGreaterThan(3);
  });

  it('folds the round trips by the second of the slot', () => {
    const fold = rhythm?.slots?.fold ?? [];
    expect(fold.map(({ s }) => s)).toEqual(Array.from({ length: 15 }, (_, s) => s));
    const own = answered.filter(({ t }) => Math.floor(t) % 15 === 4).map(({ rtt }) => rtt);
    expect(fold[4]).toEqual({
      s: 4,
      n: own.length,
      p10: nearest(own, 0.1),
      p50: nearest(own, 0.5),
      p90: nearest(own, 0.9),
    });
  });

  it('keeps unmeasured time out of the first second of the fold', () => {
    const gappy = batchOf(seen, T0);
    for (let row = 100; row < 110; row++) gappy.outcome[row] = UNMEASURED;
    const own = answered.filter(
      ({ t }) => Math.floor(t) % 15 === 0 && !(t >= (seen.tS[100] ?? 0) && t < (seen.tS[110] ?? 0)),
    );
    const values = own.map(({ rtt }) => rtt);
    expect(rhythmIn(gappy)?.slots?.fold[0]).toEqual({
      s: 0,
      n: values.length,
      p10: nearest(values, 0.1),
      p50: nearest(values, 0.5),
      p90: nearest(values, 0.9),
    });
  });

  it('sets averages of 15 s beside each request, and counts the lost as slow', () => {
    const { claims } = rhythm ?? {};
    const windows = new Map<number, number[]>();
    for (const { t, rtt } of answered) {
      const index = Math.floor(t / 15);
      windows.set(index, [...(windows.get(index) ?? []), rtt]);
    }
    const means = [...windows.values()]
      .filter((values) => values.length >= 5)
      .map((values) => values.reduce((a, b) => a + b, 0) / values.length);
    expect(claims?.averages.n).toBe(means.length);
    expect(claims?.averages.p50).toBeCloseTo(nearest(means, 0.5), 3);
    expect(claims?.averages.p99).toBeCloseTo(nearest(means, 0.99), 3);
    expect(claims?.averages.over55).toBeCloseTo(means.filter((ms) => ms > 55).length / means.length, 9);
    const over = answered.filter(({ rtt }) => rtt > 55).length;
    const lost = seen.tS.length - answered.length;
    expect(claims?.roundTrips.over55).toBeCloseTo(over / answered.length, 9);
    expect(claims?.requests).toMatchObject({ n: seen.tS.length });
    expect(claims?.requests.over55).toBeCloseTo((over + lost) / seen.tS.length, 9);
  });

  it('has no word on the hours of the day, and no claims for a fibre', () => {
    expect(rhythm?.hours).toMatchObject({ zone: 'UTC', days: ['2026-11-22'], pairedDays: 0 });
    expect(rhythm?.hours?.cells.map(({ hour }) => hour)).toEqual([12, 13, 14]);
    expect(rhythm?.hours?.peakLessRest).toBeUndefined();
    expect(rhythmOf(seen, 'fibre')?.claims).toBeUndefined();
  });
});

describe('a campaign of days', () => {
  const days = 4;
  const tS = Array.from({ length: days * 24 * 60 }, (_, i) => i * 60);
  const zone = 'Asia/Kathmandu';
  const hourOf = localHours(zone);
  // 40 ms, 12 ms more at peak, and each day another level, which the pairs take out.
  const rttMs = tS.map((t, i) => {
    const { hour, date } = hourOf(T0 + t * 1000);
    return 40 + (hour >= 18 && hour < 21 ? 12 : 0) + 3 * Number(date.slice(-1)) + (i % 5) - 2;
  });

  it('finds what the evening costs, in the hours of the zone', () => {
    const hours = rhythmOf({ tS, rttMs }, 'starlink', zone)?.hours;
    expect(hours?.days).toEqual(['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26']);
    // The first day begins at 17:45 and has too few other hours, the last ends before its evening.
    expect(hours?.pairedDays).toBe(3);
    expect(hours?.peakLessRest).toEqual({ mean: 12, low: 12, high: 12 });
    const noon = hours?.cells.find(({ day, hour }) => day === 1 && hour === 12);
    expect(noon).toEqual({ day: 1, hour: 12, n: 60, medianMs: 49 });
  });

  it('keeps to the zone of its site, wherever the report is read', () => {
    const plan = planOf({
      site: { name: 'Kathmandu', link: 'starlink' },
      probes: [{ kind: 'http', name: 'ping', url: 'https://host/', intervalMs: 60_000 }],
    });
    const probes = [{ spec: specOf(plan), batches: [batchOf({ tS, rttMs }, T0)] }];
    const read = (more: Partial<Campaign>, timeZone: string) =>
      buildReport({ campaign: campaignOf(plan, more), events: [], probes, timeZone });
    const made = { appVersion: '1', userAgent: 'x', clockResolutionMs: 0.1, crossOriginIsolated: false };
    const environment = { ...made, timeZone: zone, utcOffsetMin: 345 };
    const [here, there] = ['Europe/Berlin', 'America/Lima'].map((reader) => read({ environment }, reader));
    expect(here?.zone).toEqual({ name: zone, of: 'campaign' });
    expect(here?.probes[0]?.rhythm).toEqual(there?.probes[0]?.rhythm);
    expect(here?.probes[0]?.rhythm?.hours).toMatchObject({ zone, peakLessRest: { mean: 12 } });
    // An older record, and a zone that this computer does not know.
    const berlin = { name: 'Europe/Berlin', of: 'reader' };
    expect(read({ environment: made }, berlin.name).zone).toEqual(berlin);
    expect(read({ environment: { ...made, timeZone: 'Mars/Olympus' } }, berlin.name).zone).toEqual(berlin);
    expect(read({}, berlin.name).probes[0]?.rhythm?.hours?.zone).toBe(berlin.name);
  });
});

it('a campaign of a minute claims nothing', () => {
  const short = simulate({ rhythm: 'slots', seed: 1, durationS: 55, intervalS: 1 });
  const rhythm = rhythmOf(short);
  expect(rhythm?.slots?.status).toBe('not-enough-data');
  expect(rhythm?.jitter).toMatchObject({ pdvMs: undefined, slotStep: { p50: undefined, p90: undefined } });
  expect(rhythm?.claims?.averages).toMatchObject({ p50: undefined, p99: undefined, over55: undefined });
  expect(rhythm?.hours?.peakLessRest).toBeUndefined();
});

it('local hours follow the zone, its half hours and its change to summer time', () => {
  const kathmandu = localHours('Asia/Kathmandu');
  expect(kathmandu(Date.UTC(2026, 10, 22, 18, 14))).toEqual({ date: '2026-11-22', hour: 23 });
  expect(kathmandu(Date.UTC(2026, 10, 22, 18, 15))).toEqual({ date: '2026-11-23', hour: 0 });
  const berlin = localHours('Europe/Berlin');
  expect(berlin(Date.UTC(2026, 2, 29, 0, 59)).hour).toBe(1);
  expect(berlin(Date.UTC(2026, 2, 29, 1, 0)).hour).toBe(3);
});
