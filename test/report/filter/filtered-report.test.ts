import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeBatch } from '../../../src/core/batch-codec.ts';
import { decodeBatch } from '../../../src/core/batch-reader.ts';
import type { Span } from '../../../src/core/link/spans.ts';
import type { Sample } from '../../../src/core/sample.ts';
import { linkSeries } from '../../../src/core/training/link-series.ts';
import { epochMillis, millis } from '../../../src/core/units.ts';
import { exportFileName } from '../../../src/report/csv/file-name.ts';
import { outagesCsv } from '../../../src/report/csv/outages-csv.ts';
import { cutBatches, cutEvents } from '../../../src/report/filter/cut.ts';
import type { TimeFilter } from '../../../src/report/filter/time-filter.ts';
import { buildReport } from '../../../src/report/report.ts';
import { record } from '../blackouts.ts';
import { campaignOf, planOf, specOf, T0 } from '../samples.ts';
import { batches, campaign, plan, samples } from '../ten-minutes.ts';

const MINUTE = 60_000;
/** T0 is 12:00 UTC. */
const hours = (fromMin: number, toMin: number): TimeFilter => ({ fromMin, toMin, zone: 'UTC' });
const NOON = 12 * 60;

describe('samples that are cut to spans of time', () => {
  test('are the samples that are due in them, one by one', () => {
    const border = fc.integer({ min: -1000, max: 61_000 });
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -500, max: 4000 }), { minLength: 1, maxLength: 60 }),
        fc.uniqueArray(border, { maxLength: 8 }),
        fc.integer({ min: 1, max: 20 }),
        (steps, borders, size) => {
          let due = 0;
          const all = steps.map((step, seq): Sample => {
            due += step;
            return {
              seq: seq + 5,
              dueEpochMs: epochMillis(T0 + due),
              dueMonoMs: millis(due),
              outcome: 'ok',
              lateMs: millis(1),
              responseMs: millis(seq),
              serviceMs: millis(seq),
              iclMs: [millis(seq), millis(1)],
            };
          });
          const sorted = [...borders].sort((a, b) => a - b);
          const spans: Span[] = [];
          for (let i = 0; i + 1 < sorted.length; i += 2)
            spans.push({ start: T0 + (sorted[i] ?? 0), end: T0 + (sorted[i + 1] ?? 0) });
          const parts: Sample[][] = [];
          for (let at = 0; at < all.length; at += size) parts.push(all.slice(at, at + size));
          const wanted = all.filter(({ dueEpochMs }) =>
            spans.some(({ start, end }) => dueEpochMs >= start && dueEpochMs < end),
          );
          expect(cutBatches(parts.map(encodeBatch), spans).flatMap(decodeBatch)).toEqual(wanted);
        },
      ),
    );
  });

  test('a lost request at the end of one span does not wait for an answer in the next', () => {
    const spec = specOf(plan);
    const due = (seq: number, atMs: number) => ({
      seq,
      dueEpochMs: epochMillis(T0 + atMs),
      dueMonoMs: millis(atMs),
      lateMs: millis(0),
    });
    const answered = { outcome: 'ok', responseMs: millis(10), serviceMs: millis(10) } as const;
    const cut = cutBatches(
      [
        encodeBatch([
          { ...due(0, 0), ...answered },
          { ...due(1, 1000), outcome: 'timeout' },
          { ...due(2, 2000), outcome: 'timeout' },
          { ...due(3, 3_600_000), ...answered },
        ]),
      ],
      [
        { start: T0, end: T0 + 1500 },
        { start: T0 + 3_000_000, end: T0 + 4_000_000 },
      ],
    );
    expect([...linkSeries(spec, cut).waitMs]).toEqual([10, spec.timeoutMs, 10]);
  });
});

describe('a filtered report', () => {
  test('has the percentiles and counts of the samples in it alone, and says what it looked at', () => {
    const filter = hours(NOON + 1, NOON + 3);
    const report = buildReport({ campaign, events: [], probes: [{ spec: specOf(plan), batches }], filter });
    const inside = samples.filter(
      ({ dueEpochMs }) => dueEpochMs >= T0 + MINUTE && dueEpochMs < T0 + 3 * MINUTE,
    );
    const probe = report.probes[0];
    expect(probe?.counts.timeout).toBe(inside.filter(({ outcome }) => outcome === 'timeout').length);
    expect(probe?.counts.scheduled).toBe(inside.length);
    const answered = inside
      .flatMap((sample) => ('responseMs' in sample && sample.outcome === 'ok' ? [sample.responseMs] : []))
      .map((ms) => Math.fround(ms ?? Number.NaN))
      .sort((a, b) => a - b);
    const row = probe?.rows.find(({ metric, population }) => metric === 'response' && population === 'ok');
    expect([row?.n, row?.p50, row?.max]).toEqual([
      answered.length,
      answered[Math.ceil(answered.length / 2) - 1],
      answered.at(-1),
    ]);
    expect([report.startEpochMs, report.endEpochMs]).toEqual([T0 + MINUTE, T0 + 3 * MINUTE]);
    expect(report.filter).toMatchObject({ label: '12:01 to 12:03 UTC', lookedS: 120, leftOutS: 480 });
    expect(report.campaign).toContain('only 12:01 to 12:03 UTC');
    expect(report.verdict.by).toBe('anytime');
    const csv = new TextDecoder().decode(outagesCsv(report));
    expect(csv).toContain('only 12:01 to 12:03 UTC');
    expect(exportFileName({ ...campaign, filtered: '12:01 to 12:03 UTC' }, 'samples', 'csv')).toContain(
      '_filtered_',
    );
  });

  test('cuts outages at its borders, and calls the time between neither up nor down', () => {
    const world = {
      lengthMs: 30 * MINUTE,
      // The first lies across the first border, the second across all of 12:10 to 12:12, the third outside.
      blackouts: [
        [4 * MINUTE, 6 * MINUTE],
        [9 * MINUTE, 13 * MINUTE],
        [20 * MINUTE, 21 * MINUTE],
      ],
      suspended: [[7 * MINUTE, 8 * MINUTE]],
    } as const;
    const whole = record(world);
    const night = record({ ...world, filter: hours(NOON + 12, NOON + 5) });
    const cut = record({ ...world, filter: hours(NOON + 5, NOON + 10) });
    const within = (from: number, to: number, kind: string) =>
      whole.outages
        .filter((row) => row.kind === kind)
        .reduce(
          (sum, { startEpochMs, endEpochMs }) =>
            sum + Math.max(0, Math.min(endEpochMs, T0 + to) - Math.max(startEpochMs, T0 + from)),
          0,
        ) / 1000;
    const downS = within(5 * MINUTE, 10 * MINUTE, 'outage');
    const unmeasuredS = within(5 * MINUTE, 10 * MINUTE, 'unmeasured');
    expect(downS).toBeGreaterThan(100);
    expect(cut.outageS).toBeCloseTo(downS, 6);
    expect(cut.unmeasuredS).toBeCloseTo(unmeasuredS, 6);
    expect(cut.observedS).toBeCloseTo(300 - unmeasuredS, 6);
    expect(cut.availability?.link.share).toBeCloseTo(1 - downS / (300 - unmeasuredS), 9);
    expect([cut.availability?.cutShort, cut.availability?.cutByFilter]).toEqual([0, 2]);
    // Two pieces with a hole between: it is in no figure.
    const nightDownS = within(0, 5 * MINUTE, 'outage') + within(12 * MINUTE, 30 * MINUTE, 'outage');
    expect(night.outageS).toBeCloseTo(nightDownS, 6);
    expect(night.observedS).toBeCloseTo(23 * 60, 6);
    expect(night.unmeasuredS).toBe(0);
    expect(night.availability?.unmeasuredS).toBe(0);
    expect(night.availability?.link.share).toBeCloseTo(1 - nightDownS / (23 * 60), 9);
    expect(night.filter?.leftOut).toEqual([{ start: T0 + 5 * MINUTE, end: T0 + 12 * MINUTE }]);
  });

  test('that leaves nothing has no figures, and still says why', () => {
    const report = record({ lengthMs: 5 * MINUTE, blackouts: [], filter: hours(60, 120) });
    expect(report.filter).toMatchObject({ lookedS: 0, looked: [] });
    expect([report.observedS, report.outages, report.availability]).toEqual([0, [], undefined]);
    expect(report.probes.every(({ counts }) => counts.scheduled === 0)).toBe(true);
  });

  test('keeps the events that happened in it, and a gap that reaches into it', () => {
    const event = (kind: 'note' | 'gap', at: number, durationMs?: number) => ({
      kind,
      epochMs: epochMillis(T0 + at),
      detail: '',
      durationMs: durationMs === undefined ? undefined : millis(durationMs),
    });
    const all = [event('note', 0), event('gap', 500, 1000), event('note', 1500), event('note', 2000)];
    expect(cutEvents(all, [{ start: T0 + 1000, end: T0 + 2000 }])).toEqual([all[1], all[2]]);
  });

  test('counts no warm-up request, wherever it begins', () => {
    const chat = planOf({
      probes: [
        {
          kind: 'chat',
          name: 'chat',
          protocol: 'openai',
          url: 'https://host/v1',
          intervalMs: 1000,
          warmUp: 2,
        },
      ],
    });
    const answers = Array.from({ length: 10 }, (_, seq): Sample => {
      const times = { lateMs: millis(0), responseMs: millis(50), serviceMs: millis(50), ttftMs: millis(20) };
      const dueEpochMs = epochMillis(T0 + seq * 30_000);
      return { seq, dueEpochMs, dueMonoMs: millis(seq * 30_000), outcome: 'ok', ...times };
    });
    const report = buildReport({
      campaign: campaignOf(chat),
      events: [],
      probes: [{ spec: specOf(chat), batches: [encodeBatch(answers)] }],
      filter: hours(NOON + 3, NOON + 5),
    });
    expect(report.probes[0]?.counts.ok).toBe(4);
  });
});
