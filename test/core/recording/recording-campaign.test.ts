import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkBatch } from '../../../src/core/batch-check.ts';
import { decodeBatch } from '../../../src/core/batch-reader.ts';
import { exportName } from '../../../src/core/campaign.ts';
import { checkCampaign, checkEvent } from '../../../src/core/campaign-schema.ts';
import { type RecordedCampaign, recordedCampaign } from '../../../src/core/recording/recording-campaign.ts';
import { RecordingReader } from '../../../src/core/recording/recording-reader.ts';
import { exportFileName } from '../../../src/report/csv/file-name.ts';
import { buildReport } from '../../../src/report/report.ts';

const NOW = Date.UTC(2026, 10, 24, 8, 0, 30);

function campaignOf(text: string, modifiedEpochMs = NOW - 3_600_000): RecordedCampaign | string {
  const reader = new RecordingReader();
  reader.push(text);
  const rows = reader.end();
  if (rows === undefined) return reader.problem ?? '';
  return recordedCampaign(rows, { id: 'r', file: 'kiruna ping.csv', epochMs: NOW, modifiedEpochMs });
}

function made(text: string, modifiedEpochMs?: number): RecordedCampaign {
  const result = campaignOf(text, modifiedEpochMs);
  if (typeof result === 'string') throw new Error(result);
  return result;
}

function reportOf({ campaign, events, batches }: RecordedCampaign) {
  const [spec] = campaign.plan.probes;
  if (spec === undefined) throw new Error('no probe');
  return buildReport({ campaign, events, probes: [{ spec, batches: [...batches(2048)] }] });
}

const rows = (n: number, at: (i: number) => string) =>
  `t_s,rtt_ms\n${Array.from({ length: n }, (_, i) => at(i)).join('\n')}\n`;

const T0 = 1_790_000_000.25;
const plain = rows(5000, (i) => `${(T0 + i * 0.25).toFixed(2)},${i % 100 === 7 ? '' : 40 + (i % 13)}`);

it('makes a finished campaign that every check of stored records lets pass', () => {
  const recorded = made(plain);
  const { campaign, events } = recorded;
  expect(checkCampaign(structuredClone(campaign))).toEqual(campaign);
  expect(events.map((event) => checkEvent(structuredClone(event)))).toEqual(events);
  expect(campaign).toMatchObject({
    state: 'finished',
    startedEpochMs: T0 * 1000,
    endedEpochMs: (T0 + 1250) * 1000,
    plan: { name: 'kiruna ping', durationS: 1250, probes: [{ kind: 'http', intervalMs: 250, jitter: 0 }] },
    imported: { file: 'kiruna ping.csv', rows: 5000, columns: { time: 't_s', rtt: 'rtt_ms' } },
  });
  expect(campaign.imported?.zeroEpochMs).toBeUndefined();
  const batches = [...recorded.batches(2048)];
  expect(batches.map((batch) => [batch.firstSeq, batch.count])).toEqual([
    [0, 2048],
    [2048, 2048],
    [4096, 904],
  ]);
  for (const batch of batches) expect(checkBatch(structuredClone(batch))).toEqual(batch);
  const samples = batches.flatMap((batch) => decodeBatch(batch));
  expect(samples[6]).toMatchObject({
    seq: 6,
    dueEpochMs: (T0 + 1.5) * 1000,
    dueMonoMs: 1500,
    outcome: 'ok',
    responseMs: 46,
    serviceMs: 46,
    rttMs: 46,
  });
  expect(samples[7]).toMatchObject({ seq: 7, outcome: 'timeout' });
  expect(samples[7]).not.toHaveProperty('rttMs', expect.anything());
  expect(samples[7]).not.toHaveProperty('timingSource', expect.anything());
});

it('says in every name that it was imported, and reports no punctuality that nobody knows', () => {
  const recorded = made(plain);
  const report = reportOf(recorded);
  expect(report.campaign).toBe('kiruna ping (imported from kiruna ping.csv)');
  expect(exportName({ ...recorded.campaign, simulated: ['starlink'] })).toBe(
    'kiruna ping (simulated starlink, imported from kiruna ping.csv)',
  );
  expect(exportFileName(recorded.campaign, 'samples', 'csv')).toBe(
    'dishprobe_kiruna-ping_imported_samples_20260921.csv',
  );
  expect(report.imported).toEqual(recorded.campaign.imported);
  expect(report.probes[0]?.rows.map(({ metric }) => metric)).not.toContain('late');
  expect(report.probes[0]?.counts).toMatchObject({ scheduled: 5000, ok: 4950, timeout: 50 });
  expect(recorded.campaign.headlines?.[0]).toMatchObject({
    p50: report.probes[0]?.rows.find(({ metric }) => metric === 'response')?.p50,
    scheduled: 5000,
    answered: 4950,
  });
});

it('lays a file that counts from its own zero before its date, the zero on a whole minute, and says that it is a guess', () => {
  const text = rows(600, (i) => `${35.5 + i},40`);
  const modified = Date.UTC(2025, 2, 20, 9, 30, 12);
  const { campaign } = made(text, modified);
  const zero = Date.UTC(2025, 2, 20, 9, 19);
  expect(campaign.imported?.zeroEpochMs).toBe(zero);
  expect(campaign.startedEpochMs).toBe(zero + 35_500);
  const unknown = made(text, 0).campaign.startedEpochMs ?? 0;
  expect(NOW - unknown).toBeLessThan(660_000);
});

it('counts a gap as unmeasured and a blackout as an outage', () => {
  const text = rows(900, (i) => {
    const t = i < 300 ? i * 0.5 : 600 + i * 0.5;
    return `${T0 + t},${i >= 500 && i < 530 ? '' : 40}`;
  });
  const report = reportOf(made(text));
  expect(report.outages.map(({ kind, cause }) => [kind, cause])).toEqual([
    ['unmeasured', 'not-recorded'],
    ['outage', 'unknown'],
  ]);
  expect(report.unmeasuredS).toBeCloseTo(600, 3);
  expect(report.outageS).toBeCloseTo(15.46, 1);
});

it('lets a training step wait for a lost row until the recording has a gap, not across it', () => {
  const text = rows(900, (i) => `${T0 + (i < 300 ? i * 0.5 : 600 + i * 0.5)},${i === 299 ? '' : 40}`);
  const { training } = reportOf(made(text));
  expect(training?.lost).toBe(1);
  expect(training?.single.mean).toBeCloseTo((899 * 40 + 5000) / 900, 3);
});

it.each<[string, string, RegExp]>([
  ['few rows', rows(9, (i) => `${i},40`), /has 9 rows/],
  ['one time for all', rows(100, () => '5,40'), /same t_s as the row before/],
  ['milliseconds called seconds', rows(100, (i) => `${i * 1e9},40`), /does not fit into a campaign/],
])('refuses a recording with %s', (_what, text, problem) => {
  expect(campaignOf(text)).toMatch(problem);
});

const TRACES = join(process.cwd(), '..', 'shared', 'traces');
const SEATTLE = join(TRACES, 'mmsys24_seattle_gw_ping.csv');
if (!existsSync(SEATTLE)) {
  console.warn('The real recordings were left out: there are none beside this checkout.');
} else {
  describe('real recordings', () => {
    it('takes the standing still of a closed loop for unmeasured time, not for downtime', () => {
      const report = reportOf(made(readFileSync(SEATTLE, 'utf8')));
      expect(report.probes[0]?.counts).toMatchObject({ scheduled: 36_000, timeout: 913 });
      const [row] = report.probes[0]?.rows ?? [];
      expect([row?.p50, row?.p95, row?.p99].map((ms) => Math.round(ms ?? 0))).toEqual([43, 87, 118]);
      const whole = report.observedS + report.unmeasuredS;
      expect(report.unmeasuredS / whole).toBeGreaterThan(0.35);
      expect(report.outageS / whole).toBeLessThan(0.1);
    });

    it.each([
      ['fjordlink_2025-03-20_dish_popping_1hz.csv', 35_379, 1000],
      ['leocc_example_2xowd_10ms.csv', 11_999, 10],
      ['mmsys24_victoria_tcp_srtt_upload_loaded_100ms.csv', 3000, 100],
    ])('reads %s', (file, count, intervalMs) => {
      const { campaign } = made(readFileSync(join(TRACES, file), 'utf8'));
      expect(campaign.imported?.rows).toBe(count);
      expect(campaign.plan.probes[0]?.intervalMs).toBeCloseTo(intervalMs, 0);
    });

    it('says what is missing in a recording of throughput', () => {
      expect(campaignOf(readFileSync(join(TRACES, 'leocc_example_throughput_100ms.csv'), 'utf8'))).toMatch(
        /no column of round-trip times/,
      );
    });
  });
}
