import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeBatch } from '../../src/core/batch-codec.ts';
import { NUMERIC_COLUMNS } from '../../src/core/columns.ts';
import type { Sample } from '../../src/core/sample.ts';
import { epochMillis, millis } from '../../src/core/units.ts';
import { exportFileName } from '../../src/report/csv/file-name.ts';
import { samplesCsvChunks, samplesCsvHeader } from '../../src/report/csv/samples-csv.ts';
import { Spare } from '../../src/report/csv/spare.ts';
import { join, parseCsv, records } from './rfc4180.ts';
import { campaignOf, compact, hostileText, planOf, sampleRun, specOf, T0 } from './samples.ts';

const HEADER =
  'campaign,site,probe,kind,seq,due_utc,due_epoch_ms,late_ms,outcome,error,http_status,response_ms,service_ms,rtt_ms,queue_ms,dns_ms,connect_ms,tls_ms,ttfb_ms,download_ms,server_ms,new_connection,preflight,timing_source,protocol,bytes_up,bytes_down,ttft_ms,ttfo_ms,tpot_ms,e2e_ms,tokens_out,chunks,finish_reason';
/** What was appended to the contract's columns. */
const APPENDED =
  'upload_ms,owd_up_var_ms,owd_down_var_ms,reordered,warm_up,tokens_in,tokens_per_s,reads,events,keep_alives,server_source,server_ttft_ms,server_queue_ms,network_ttft_ms,stalls,longest_gap_ms,icl_ms,wire_ttft_ms,wire_e2e_ms';

/** What a spreadsheet guard and UTF-8 make of a text. */
const written = (text: unknown) => {
  const whole = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
    new TextEncoder().encode(String(text ?? '')),
  );
  return /^'*[=+\-@\t\r]/.test(whole) ? `'${whole}` : whole;
};

describe('the samples CSV', () => {
  test('begins with the header of the contract, without BOM', () => {
    expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(samplesCsvHeader())).toBe(
      `${HEADER},${APPENDED}\r\n`,
    );
  });

  test('reads back as what was measured, whatever the texts hold', () => {
    const name = hostileText.filter((s) => s.trim() !== '');
    fc.assert(
      fc.property(sampleRun, name, hostileText, name, (samples, campaignName, site, probe) => {
        const plan = planOf({
          name: campaignName,
          site: { name: site },
          probes: [{ kind: 'http', name: probe, url: 'https://host/', intervalMs: 100 }],
        });
        const half = Math.ceil(samples.length / 2);
        const batches = [samples.slice(0, half), samples.slice(half)]
          .filter((s) => s.length > 0)
          .map(encodeBatch);
        const rows = records(
          join([samplesCsvHeader(), ...samplesCsvChunks(campaignOf(plan), specOf(plan), batches)]),
        );
        expect(rows).toHaveLength(samples.length);
        samples.forEach((sample, i) => {
          const row = rows[i] ?? {};
          const fields = compact(sample);
          expect([row.campaign, row.site, row.probe]).toEqual([campaignName, site, probe].map(written));
          expect([row.kind, row.seq, row.outcome]).toEqual(['http', String(sample.seq), sample.outcome]);
          expect(row.due_utc).toBe(new Date(Math.floor(sample.dueEpochMs)).toISOString());
          expect(row.due_epoch_ms).toBe(sample.dueEpochMs.toFixed(3));
          for (const { key, csv, unit } of NUMERIC_COLUMNS)
            expectCell(row[csv], fields[key], unit === 'ms' || unit === 'per-s');
          expectCell(row.late_ms, fields.lateMs, true);
          for (const [cell, key] of [
            ['new_connection', 'newConnection'],
            ['preflight', 'preflight'],
            ['error', 'error'],
            ['timing_source', 'timingSource'],
          ] as const) {
            expect(row[cell]).toBe(String(fields[key] ?? ''));
          }
          expect([row.protocol, row.finish_reason, row.server_source]).toEqual([
            written(fields.protocol),
            written(fields.finishReason),
            written(fields.serverSource),
          ]);
          const gaps = row.icl_ms === '' ? [] : (row.icl_ms ?? '').split(' ');
          const list = Array.isArray(fields.iclMs) ? fields.iclMs : [];
          expect(gaps).toHaveLength(list.length);
          gaps.forEach((gap, at) => {
            expectCell(gap, list[at], true);
          });
        });
      }),
      { numRuns: 150 },
    );
  });

  test('never lets the two due times disagree, at the edge of a millisecond', () => {
    const plan = planOf();
    const dues = [T0 + 0.9996, T0 + 999.9994, T0 + 999.9996, T0 + 59_999.99951];
    const samples = dues.map(
      (due, seq): Sample => ({ seq, dueEpochMs: epochMillis(due), dueMonoMs: millis(0), outcome: 'skipped' }),
    );
    const rows = records(
      join([samplesCsvHeader(), ...samplesCsvChunks(campaignOf(plan), specOf(plan), [encodeBatch(samples)])]),
    );
    for (const row of rows) expect(Date.parse(row.due_utc ?? '')).toBe(Math.floor(Number(row.due_epoch_ms)));
  });

  test('marks warm-up requests, and leaves the column empty where there are none', () => {
    const chat = { kind: 'chat', name: 'c', protocol: 'openai', url: 'https://h/', intervalMs: 100 } as const;
    const samples = [0, 1, 2].map(
      (seq): Sample => ({ seq, dueEpochMs: epochMillis(T0), dueMonoMs: millis(0), outcome: 'skipped' }),
    );
    const cells = (warmUp: number) => {
      const plan = planOf({ probes: [{ ...chat, warmUp }] });
      const rows = samplesCsvChunks(campaignOf(plan), specOf(plan), [encodeBatch(samples)]);
      return records(join([samplesCsvHeader(), ...rows])).map((row) => row.warm_up);
    };
    expect(cells(2)).toEqual(['true', 'true', 'false']);
    expect(cells(0)).toEqual(['', '', '']);
  });

  test('of a million rows comes in chunks that hold each row once', () => {
    const plan = planOf();
    const batch = encodeBatch([
      {
        seq: 0,
        dueEpochMs: epochMillis(T0),
        dueMonoMs: millis(0),
        lateMs: millis(0.25),
        outcome: 'ok',
        responseMs: millis(41.5),
        serviceMs: millis(41.25),
      },
    ]);
    const many = Array.from({ length: 1_000_000 }, (_, seq) => ({ ...batch, firstSeq: seq }));
    let bytes = 0;
    let last: Uint8Array = new Uint8Array(0);
    for (const chunk of samplesCsvChunks(campaignOf(plan), specOf(plan), many)) {
      bytes += chunk.length;
      last = chunk;
    }
    const row =
      'Pilot,Kiruna,ping,http,,2026-11-22T12:00:00.000Z,1795348800000.000,0.250,ok,,,41.500,41.250,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,\r\n';
    const digits = Array.from({ length: 7 }, (_, i) => Math.min(9 * 10 ** i, 1e6 - 10 ** i) * (i + 1)).reduce(
      (a, b) => a + Math.max(0, b),
      1,
    );
    expect(bytes).toBe(row.length * 1_000_000 + digits);
    expect(parseCsv(last).at(-1)?.[4]).toBe('999999');
  });
});

function expectCell(cell: string | undefined, value: unknown, decimals: boolean): void {
  if (typeof value !== 'number') {
    expect(cell).toBe('');
    return;
  }
  expect(cell).toMatch(decimals ? /^-?\d+\.\d{3}$/ : /^\d+$/);
  expect(Math.abs(Number(cell) - value)).toBeLessThanOrEqual(0.00051);
}

test('a file name is safe, short and says what was simulated', () => {
  const plan = planOf({ name: '../..\\evil: "Ki\u0301runa" <x>'.repeat(3), site: { name: 'Åre / CON' } });
  const name = exportFileName(campaignOf(plan, { simulated: ['starlink'] }), 'samples', 'csv');
  expect(name).toMatch(/^dishprobe_[^_]+_Åre-CON_simulated_samples_20261122\.csv$/);
  expect(name).not.toMatch(/[\\/:"<>|?*\s]/);
  expect(name.length).toBeLessThan(120);
  expect(exportFileName(campaignOf(planOf({ name: '***', site: {} })), 'outages', 'csv')).toBe(
    'dishprobe_campaign_outages_20261122.csv',
  );
});

test('is the same in memory that was used before', () => {
  const plan = planOf();
  const spec = specOf(plan);
  fc.assert(
    fc.property(sampleRun, (samples) => {
      const batch = encodeBatch(samples);
      const fresh = join(samplesCsvChunks(campaignOf(plan), spec, [batch]));
      const spare = new Spare();
      spare.give(new Uint8Array(1 << 19).fill(255).buffer);
      expect(join(samplesCsvChunks(campaignOf(plan), spec, [batch], spare))).toEqual(fresh);
    }),
    { numRuns: 10 },
  );
});
