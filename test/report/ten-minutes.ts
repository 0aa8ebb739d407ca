import { encodeBatch } from '../../src/core/batch-codec.ts';
import type { CampaignEvent } from '../../src/core/campaign.ts';
import type { Sample } from '../../src/core/sample.ts';
import { epochMillis, millis } from '../../src/core/units.ts';
import { samplesCsvChunks, samplesCsvHeader } from '../../src/report/csv/samples-csv.ts';
import { buildReport } from '../../src/report/report.ts';
import { join, records } from './rfc4180.ts';
import { campaignOf, planOf, specOf, T0 } from './samples.ts';

/** Ten minutes at 5 Hz: 8 s of timeouts, a sleep of 20 s, an error answer, some without a round trip. */
function measured(seq: number): Sample {
  const at = seq * 200;
  const due = { seq, dueEpochMs: epochMillis(T0 + at), dueMonoMs: millis(at) };
  const sent = { ...due, lateMs: millis(0.1 + (seq % 7) / 10) };
  if (at >= 100_000 && at < 108_000) return { ...sent, outcome: 'timeout' };
  if (at >= 300_000 && at < 320_000) return { ...due, outcome: 'unmeasured' };
  if (seq === 77)
    return { ...sent, outcome: 'failed', error: 'http-status', httpStatus: 500, responseMs: millis(60) };
  if (seq === 78) return { ...due, outcome: 'skipped' };
  const responseMs = millis(30 + ((seq * 7919) % 1000) / 13);
  const rtt = seq % 10 === 0 ? {} : { rttMs: millis(responseMs - 3.21) };
  const outcome = seq === 90 ? 'late' : 'ok';
  return {
    ...sent,
    ...rtt,
    outcome,
    responseMs,
    serviceMs: millis(responseMs - 0.5),
    timingSource: 'resource-timing',
  };
}

export const plan = planOf({
  name: '=Pilot',
  probes: [{ kind: 'http', name: 'a;b "c"', url: 'https://host/', intervalMs: 200 }],
});
export const campaign = campaignOf(plan, {
  simulated: ['starlink'],
  startedEpochMs: epochMillis(T0),
  endedEpochMs: epochMillis(T0 + 600_000),
});
const events: CampaignEvent[] = [
  {
    kind: 'gap',
    epochMs: epochMillis(T0 + 299_900),
    durationMs: millis(20_100),
    cause: 'sleep-or-step',
    detail: '',
  },
];
export const samples = Array.from({ length: 3000 }, (_, seq) => measured(seq));
export const batches = [samples.slice(0, 1234), samples.slice(1234)].map(encodeBatch);
export const report = buildReport({ campaign, events, probes: [{ spec: specOf(plan), batches }] });
export const sampleRows = records(
  join([samplesCsvHeader(), ...samplesCsvChunks(campaign, specOf(plan), batches)]),
);
