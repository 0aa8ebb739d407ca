import { describe, expect, test } from 'vitest';
import type { SampleBatch } from '../../src/core/sample-batch.ts';
import { outagesCsv } from '../../src/report/csv/outages-csv.ts';
import { percentilesCsv } from '../../src/report/csv/percentiles-csv.ts';
import { buildReport } from '../../src/report/report.ts';
import { batchOf } from '../core/link/rhythms.ts';
import { records } from './rfc4180.ts';
import { campaignOf, planOf, specOf, T0 } from './samples.ts';
import { report, sampleRows } from './ten-minutes.ts';

const PERCENTILES =
  'campaign,site,probe,metric,unit,population,scheduled,ok,late,timeout,failed,skipped,unmeasured,min,p50,p50_low,p50_high,p75,p90,p95,p95_low,p95_high,p99,p99_low,p99_high,p99_9,p99_9_low,p99_9_high,max,mean,jitter,quantile_method,interval_method,clock_resolution_ms,cross_origin_isolated,start_utc,end_utc,decided_by,p75_low,p75_high,p90_low,p90_high,limits_chosen_utc';
const OUTAGES = 'campaign,site,start_utc,end_utc,duration_s,kind,cause,probes';

/** Nearest rank in whole numbers, from the exported rows alone. */
function quantile(values: number[], permille: number): string {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = Number((BigInt(permille) * BigInt(sorted.length) + 999n) / 1000n);
  if (sorted.length - rank < 5) return '';
  const value = sorted[rank - 1] ?? Number.NaN;
  return value === Number.POSITIVE_INFINITY ? 'inf' : value.toFixed(3);
}

describe('the percentiles CSV', () => {
  const csv = percentilesCsv(report);
  const rows = records(csv);

  test('has the header of the contract and a row for each metric and population', () => {
    expect(new TextDecoder().decode(csv).split('\r\n')[0]).toBe(PERCENTILES);
    expect(rows.map((row) => `${row.metric} ${row.population}`)).toEqual(
      ['late', 'response', 'service', 'rtt'].flatMap((metric) => [`${metric} ok`, `${metric} scheduled`]),
    );
    expect(rows[0]).toMatchObject({
      campaign: "'=Pilot (simulated starlink)",
      site: 'Kiruna',
      probe: 'a;b "c"',
      unit: 'ms',
    });
  });

  test('can be computed again from the samples CSV', () => {
    const lost = sampleRows.filter((row) =>
      ['timeout', 'failed', 'skipped'].includes(row.outcome ?? ''),
    ).length;
    expect(lost).toBe(42);
    for (const row of rows) {
      const ok = sampleRows
        .filter((s) => (s.outcome === 'ok' || s.outcome === 'late') && s[`${row.metric}_ms`] !== '')
        .map((s) => Number(s[`${row.metric}_ms`]));
      const scheduled = row.population === 'scheduled';
      const values = scheduled ? [...ok, ...new Array<number>(lost).fill(Number.POSITIVE_INFINITY)] : ok;
      for (const [cell, permille] of [
        ['p50', 500],
        ['p75', 750],
        ['p90', 900],
        ['p95', 950],
        ['p99', 990],
        ['p99_9', 999],
      ] as const) {
        expect(row[cell], `${row.metric} ${row.population} ${cell}`).toBe(quantile(values, permille));
      }
      expect(Number(row.min)).toBe(Math.min(...ok));
      expect(Number(row.p50_low)).toBeLessThanOrEqual(Number(row.p50));
      expect(Number(row.p50_high)).toBeGreaterThanOrEqual(Number(row.p50));
      if (scheduled) {
        expect([row.max, row.mean, row.jitter]).toEqual(['inf', 'inf', '']);
        continue;
      }
      expect(Number(row.max)).toBe(Math.max(...ok));
      expect(Number(row.mean)).toBeCloseTo(ok.reduce((a, b) => a + b, 0) / ok.length, 2);
      const steps = ok.slice(1).map((v, i) => Math.abs(v - (ok[i] ?? 0)));
      expect(Number(row.jitter)).toBeCloseTo(steps.reduce((a, b) => a + b, 0) / steps.length, 2);
    }
  });

  test('says in every row how fine the clock was, and nothing where that is not known', () => {
    const made = percentilesCsv({ ...report, clockResolutionMs: 0.005, crossOriginIsolated: true });
    const known = records(made).map((row) => [row.clock_resolution_ms, row.cross_origin_isolated]);
    expect(new Set(known.map(String))).toEqual(new Set(['0.005,true']));
    const old = percentilesCsv({ ...report, clockResolutionMs: undefined, crossOriginIsolated: undefined });
    expect(records(old)[0]).toMatchObject({ clock_resolution_ms: '', cross_origin_isolated: '' });
  });

  test('counts every due time once', () => {
    expect(rows[0]).toMatchObject({
      scheduled: '2900',
      late: '1',
      timeout: '40',
      failed: '1',
      skipped: '1',
      unmeasured: '100',
    });
    expect(Number(rows[0]?.ok)).toBe(3000 - 143);
  });
});

test('the outages CSV tells the outage and the sleep, and nothing else', () => {
  const csv = outagesCsv(report);
  expect(new TextDecoder().decode(csv).split('\r\n')[0]).toBe(OUTAGES);
  const rows = records(csv);
  expect(rows.map((row) => [row.kind, row.cause, row.probes])).toEqual([
    ['outage', 'unknown', 'a;b "c"'],
    ['unmeasured', 'sleep-or-step', 'a;b "c"'],
  ]);
  for (const row of rows) {
    const spanS = (Date.parse(row.end_utc ?? '') - Date.parse(row.start_utc ?? '')) / 1000;
    expect(row.duration_s).toBe(spanS.toFixed(3));
  }
  expect(Math.abs(report.outageS - 8)).toBeLessThan(0.4);
  expect([report.unmeasuredS, report.observedS]).toEqual([20.1, 579.9]);
});

test('one column under several names gives the rows that columns of their own would', () => {
  const plan = planOf();
  const campaign = campaignOf(plan);
  for (const rttMs of [40, 55, 41, 62, Number.NaN, 43, 70, 44, 45, 46, 47, 48].map((_, i, all) =>
    all.slice(i),
  )) {
    const lost = rttMs.map(() => Number.NaN);
    for (const times of [rttMs, lost]) {
      const shared = batchOf({ tS: times.map((_, i) => i), rttMs: times }, T0);
      const { rttMs: column = new Float32Array(0) } = shared.numbers;
      shared.numbers = { responseMs: column, serviceMs: column, rttMs: column };
      const apart = {
        ...shared,
        numbers: { responseMs: column.slice(), serviceMs: column.slice(), rttMs: column.slice() },
      };
      const rowsOf = (batch: SampleBatch) =>
        buildReport({ campaign, events: [], probes: [{ spec: specOf(plan), batches: [batch] }] }).probes[0]
          ?.rows;
      expect(rowsOf(shared)).toEqual(rowsOf(apart));
    }
  }
});
