import { expect, it } from 'vitest';
import { costOf } from '../../src/core/cost.ts';
import { recordedCampaign } from '../../src/core/recording/recording-campaign.ts';
import { RecordingReader } from '../../src/core/recording/recording-reader.ts';
import { outagesCsv } from '../../src/report/csv/outages-csv.ts';
import { percentilesCsv } from '../../src/report/csv/percentiles-csv.ts';
import { samplesCsvChunks, samplesCsvHeader } from '../../src/report/csv/samples-csv.ts';
import { buildReport } from '../../src/report/report.ts';
import { formatMoney } from '../../src/ui/cost-words.ts';
import { formatMs } from '../../src/ui/format.ts';
import { clockWords, peakWords, slotWords } from '../../src/ui/rhythm-words.ts';
import { boundsOf, shippingWords, verdictWords, waitText } from '../../src/ui/training-words.ts';
import { join } from '../report/rfc4180.ts';
import { syntheticRecording } from '../support/recording.ts';
import type { Section } from './page-text.mjs';
import { recompute } from './recompute.mjs';

const reader = new RecordingReader();
reader.push(syntheticRecording());
const rows = reader.end();
if (rows === undefined) throw new Error(reader.problem);
const made = recordedCampaign(rows, { id: 'r', file: 'kiruna.csv', epochMs: 0, modifiedEpochMs: 0 });
if (typeof made === 'string') throw new Error(made);
const { campaign, events } = made;
const [spec] = campaign.plan.probes;
if (spec === undefined) throw new Error('no probe');
const batches = [...made.batches(4096)];
const report = buildReport({ campaign, events, probes: [{ spec, batches }] });
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const texts = {
  samples: text(join([samplesCsvHeader(), ...samplesCsvChunks(campaign, spec, batches)])),
  percentiles: text(percentilesCsv(report)),
  outages: text(outagesCsv(report)),
};

const { training } = report;
const { jitter, slots, hours } = report.probes[0]?.rhythm ?? {};
if (training === undefined || jitter === undefined || slots === undefined || hours === undefined)
  throw new Error('The report lacks a section.');

const run = { computeMs: 1000, bytes: 2e9, uplinkMbps: 45_000, innerSteps: 1 };
const sync = boundsOf(training, run, 8);
const table = (caption: string, body: (readonly string[])[]) => ({
  caption,
  head: [],
  rows: body.map((cells) => [...cells]),
  titles: [],
});

const JITTER = 'How much do round trips vary?';
const SLOTS = 'Does the link change every 15 s, as Starlink does?';
const HOURS = 'Does the hour of the day matter?';
const TRAINING = 'Could models be trained over this link?';
const COST = 'What does it cost?';
const perMonth = 49.5;
const [traffic] = report.traffic ?? [];
const month = { perMonth, requestsPerMonth: 1_000_000 };
const words = formatMoney(traffic && costOf(month, traffic).perRequest, '') ?? '';

/** What the page prints of these sections, in part. */
const sections: Record<string, Section> = {
  [JITTER]: {
    sentences: ['8,414 round trips; losses are passed over.'],
    tables: [
      table('Jitter by definition', [
        ['RFC 3550, at the end', formatMs(jitter.rfc3550?.last)],
        ['RFC 3550, highest', formatMs(jitter.rfc3550?.highest)],
        ['Mean step', formatMs(jitter.meanStepMs)],
        ['PDV, RFC 5481', formatMs(jitter.pdvMs)],
        [
          'Slot step, median',
          formatMs(jitter.slotStep.p50),
          `; ${jitter.slotStep.count} steps, cut at ${jitter.cutAtS.toFixed(1)} s`,
        ],
        ['Slot step, p90', formatMs(jitter.slotStep.p90)],
      ]),
    ],
  },
  [SLOTS]: { sentences: [slotWords(slots), clockWords(slots) ?? ''], tables: [] },
  [HOURS]: { sentences: [peakWords(hours)], tables: [] },
  [TRAINING]: {
    sentences: [`${verdictWords('Synchronous training', sync)} ${shippingWords(sync, run)}`],
    tables: [
      table(
        'Figures: How long does a step wait for the slowest worker?',
        training.independent.map((row) => [
          String(row.workers),
          ...[row.p50, row.p95, row.p99].map((ms) => waitText(ms, training)),
          waitText(row.mean, training, true),
        ]),
      ),
    ],
  },
  [COST]: { sentences: [], tables: [table('Cost of requests and tokens', [['recording', '—', words]])] },
};
const typed = {
  computeMs: 1000,
  parametersB: 1,
  bytesPerParameter: 2,
  uplinkMbps: 45_000,
  innerSteps: 300,
  ...month,
};
const wrongIn = (heading: string, section: Section | undefined) =>
  recompute(texts, {
    zone: 'UTC',
    tab: 'recording',
    probes: [{ name: 'recording', kind: 'http', timeoutMs: 5000 }],
    typed,
    sections: section === undefined ? {} : { [heading]: section },
  }).wrong;

/** Which figure, what is printed of it, and what shall be printed instead. */
type Change = readonly [where: string, right: string, wrong: string];

it.each<readonly [string, readonly Change[]]>([
  [
    JITTER,
    [
      ['jitter Mean step', formatMs(jitter.meanStepMs), '4.82'],
      ['jitter slot steps', `; ${jitter.slotStep.count} steps`, '; 112 steps'],
    ],
  ],
  [
    SLOTS,
    [
      ['slots z', 'z 13.0', 'z 13.1'],
      ['slots boundary 2', '26.9', '26.8'],
      ['slots interval high', 'to 12.1 s)', 'to 12.9 s)'],
    ],
  ],
  [HOURS, [['hours days', ': 0 days', ': 1 day']]],
  [
    TRAINING,
    [
      ['barrier of 8 p50', formatMs(training.independent[2]?.p50), '63.1'],
      ['barrier of 2 mean', waitText(training.independent[0]?.mean, training, true), '≥ 289'],
      ['Synchronous training over this link, computed at best', 'at most 67.', 'at most 68.'],
      ['Synchronous training over this link, shipping', 'To ship 2.00 GB', 'To ship 2.10 GB'],
    ],
  ],
  [COST, [['cost recording a request', words, '0.0000494']]],
])('the figures of a page are compared digit by digit: %s', (heading, changes) => {
  const names = (section = sections[heading]) => wrongIn(heading, section).map(({ where }) => where);
  const right = JSON.stringify(sections[heading]);
  const before = names();
  const changed = names(JSON.parse(changes.reduce((page, [, from, to]) => page.replace(from, to), right)));
  for (const [where, from] of changes) {
    expect(right).toContain(from);
    expect(before).not.toContain(where);
    expect(changed).toContain(where);
  }
});
