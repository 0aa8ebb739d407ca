import { encodeBatch } from '../../src/core/batch-codec.ts';
import type { Sample } from '../../src/core/sample.ts';
import { epochMillis, millis } from '../../src/core/units.ts';
import { eventsCsv } from '../../src/report/csv/events-csv.ts';
import { outagesCsv } from '../../src/report/csv/outages-csv.ts';
import { percentilesCsv } from '../../src/report/csv/percentiles-csv.ts';
import { samplesCsvChunks, samplesCsvHeader } from '../../src/report/csv/samples-csv.ts';
import { buildReport } from '../../src/report/report.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { storedCampaign } from './bundles.ts';
import { join } from './rfc4180.ts';
import { specOf, T0 } from './samples.ts';

/** Texts that a spreadsheet might run, part at the wrong place or change. */
const HOSTILE = [
  '=1+1',
  "=cmd|' /C calc'!A0",
  '+1+1',
  '-2',
  '-2+3',
  '@SUM(A1)',
  '\t=1+1',
  '\r=1+1',
  "'=1",
  'a,b',
  'a"b',
  'two\r\nlines',
  '<b>bold</b>',
  'h2',
  '  two spaces  within  ',
  '1,5',
  'ÅÄÖ \u{1f6f0}',
];

/** The exported tables of a campaign with so many samples and with hostile text wherever text can be, as bytes by name. */
export function hostileTables(samples: number): Record<string, Uint8Array> {
  const stored = storedCampaign();
  const spec = specOf(stored.campaign.plan);
  const random = seededRandom(7);
  const batch = encodeBatch(Array.from({ length: samples }, (_, seq) => sampleAt(seq, random)));
  const report = buildReport({
    campaign: stored.campaign,
    events: stored.events,
    probes: [{ spec, batches: [batch] }],
  });
  const notes = HOSTILE.map((detail, i) => ({
    kind: 'note' as const,
    epochMs: epochMillis(T0 + 1000 * i),
    detail,
  }));
  return {
    samples: join([samplesCsvHeader(), ...samplesCsvChunks(stored.campaign, spec, [batch])]),
    percentiles: percentilesCsv(report),
    outages: outagesCsv(report),
    events: eventsCsv(stored.campaign, [...stored.events, ...notes]),
  };
}

function sampleAt(seq: number, random: () => number): Sample {
  const due = { seq, dueEpochMs: epochMillis(T0 + 100 * seq), dueMonoMs: millis(100 * seq) };
  const text = HOSTILE[seq % HOSTILE.length];
  const lateMs = millis(random());
  if (seq % 50 > 44) return { ...due, lateMs, outcome: 'timeout' };
  if (seq % 23 === 0) return { ...due, outcome: 'unmeasured' };
  const serviceMs = millis(30 + 40 * random());
  return {
    ...due,
    lateMs,
    outcome: 'ok',
    responseMs: millis(serviceMs + lateMs),
    serviceMs,
    rttMs: millis(serviceMs / 2),
    newConnection: seq === 0,
    protocol: text,
    finishReason: HOSTILE[(seq + 5) % HOSTILE.length],
    timingSource: 'resource-timing',
    bytesUp: 300,
    bytesDown: Math.round(1e6 * random()),
  };
}
