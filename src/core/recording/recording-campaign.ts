import type { Campaign, CampaignEvent, Headline } from '../campaign.ts';
import type { Span } from '../link/spans.ts';
import { checkPlan, describeProblem, type Plan } from '../plan.ts';
import { OUTCOMES } from '../sample.ts';
import type { SampleBatch } from '../sample-batch.ts';
import { percentile } from '../stats/percentile.ts';
import { sortFloats } from '../stats/sort.ts';
import { epochMillis, millis } from '../units.ts';
import type { RecordedRows } from './recording-reader.ts';
import { recordingGaps, usualSteps } from './recording-steps.ts';

export interface Origin {
  /** Of the campaign to be. */
  id: string;
  file: string;
  /** Now. */
  epochMs: number;
  /** When the file was changed last, as the file system says. */
  modifiedEpochMs: number;
  /** SHA-256 of the file, where it is known. */
  sha256?: string | undefined;
}

/** A recording as a campaign that is finished; `batches` makes its samples in pieces of `size`. */
export interface RecordedCampaign {
  campaign: Campaign;
  events: CampaignEvent[];
  batches(size: number): Generator<SampleBatch>;
}

const MINUTE_MS = 60_000;
/** Seconds since the start never come to 30 years, seconds since 1970 have since 2001. */
const EPOCH_FROM_MS = 1e12;
const FEWEST_ROWS = 10;
/** So many gaps are bursts, and no series with gaps in it. */
const MOST_GAPS = 20_000;
/** A file system that does not know when a file was changed says 1970 or 1980. */
const MODIFIED_FROM_MS = 946_684_800_000;

/**
 * Makes a campaign of a recording; a text that is answered is a problem: a
 * sentence. One probe of kind http, whose samples are due and sent at the times of
 * the rows, with the round trip as their response and service time, too. Its
 * interval is the median step. A file that counts from its own zero is laid so
 * that this zero falls on a whole UTC minute, as late as the last row still lies
 * before the file was last changed: a guess, and `imported.zeroEpochMs` says so.
 */
export function recordedCampaign(rows: RecordedRows, origin: Origin): RecordedCampaign | string {
  const { timesMs, rttMs, columns } = rows;
  const usual = usualSteps(rows);
  const first = timesMs[0] ?? 0;
  const last = timesMs.at(-1) ?? 0;
  if (usual === undefined || timesMs.length < FEWEST_ROWS)
    return `The file has ${timesMs.length} rows. A recording needs ${FEWEST_ROWS} at least: a header, then a row for each probe.`;
  if (last === first || usual.stepMs === 0)
    return `Most rows have the same ${columns.names.time} as the row before. Write the times with more digits.`;
  const gaps = recordingGaps(rows, usual);
  if (gaps.length > MOST_GAPS)
    return `The recording has ${gaps.length} gaps: it was made in bursts, and its usual step says nothing. Split it, or keep one probe of each burst.`;
  const zeroMs = first >= EPOCH_FROM_MS ? 0 : assumedZero(last, origin);
  const lastRtt = rttMs.at(-1) ?? Number.NaN;
  const endMs = zeroMs + last + Math.max(usual.stepMs, Number.isNaN(lastRtt) ? 0 : lastRtt);
  const plan = planOf(origin.file, usual.stepMs, (endMs - zeroMs - first) / 1000, longest(rttMs));
  if (typeof plan === 'string') return plan;
  const importedEpochMs = epochMillis(origin.epochMs);
  const campaign: Campaign = {
    id: origin.id,
    plan,
    state: 'finished',
    createdEpochMs: importedEpochMs,
    startedEpochMs: epochMillis(inMicroseconds(zeroMs + first)),
    aliveEpochMs: epochMillis(inMicroseconds(endMs)),
    endedEpochMs: epochMillis(inMicroseconds(endMs)),
    seed: 0,
    simulated: [],
    bytes: 0,
    headlines: [headline(PROBE, rttMs)],
    imported: {
      file: origin.file,
      epochMs: importedEpochMs,
      columns: columns.names,
      rows: timesMs.length,
      zeroEpochMs: zeroMs === 0 ? undefined : epochMillis(zeroMs),
      ...(origin.sha256 === undefined ? {} : { sha256: origin.sha256 }),
    },
  };
  return {
    campaign,
    events: eventsOf(campaign, gaps, zeroMs),
    batches: (size) => batchesOf(rows, zeroMs, size),
  };
}

const PROBE = 'recording';

function assumedZero(lastMs: number, { epochMs, modifiedEpochMs }: Origin): number {
  const anchor = modifiedEpochMs >= MODIFIED_FROM_MS ? Math.min(modifiedEpochMs, epochMs) : epochMs;
  return Math.floor((anchor - lastMs) / MINUTE_MS) * MINUTE_MS;
}

function planOf(file: string, stepMs: number, durationS: number, longestMs: number): Plan | string {
  const result = checkPlan({
    dishprobePlan: 1,
    name:
      file
        .replace(/\.\w{1,5}$/, '')
        .slice(0, 120)
        .trim() || 'Recording',
    durationS: Math.max(1, Math.round(durationS * 1000) / 1000),
    probes: [
      {
        kind: 'http',
        name: PROBE,
        // RFC 6761: a name that never resolves. Nothing is ever asked of it.
        url: 'https://recording.invalid/',
        intervalMs: Math.max(5, Math.round(stepMs * 1000) / 1000),
        jitter: 0,
        timeoutMs: Math.max(5000, Math.ceil(longestMs)),
      },
    ],
  });
  if (result.ok) return result.plan;
  return `The recording does not fit into a campaign: ${result.problems.map(describeProblem).join(' ')} Split it, or mend its times.`;
}

function longest(rttMs: Float32Array): number {
  let most = 0;
  for (let i = 0; i < rttMs.length; i++) if ((rttMs[i] ?? 0) > most) most = rttMs[i] ?? 0;
  return most;
}

function headline(probe: string, rttMs: Float32Array): Headline {
  const answered = rttMs.filter((ms) => !Number.isNaN(ms));
  sortFloats(answered);
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((p) => percentile(answered, p));
  return { probe, metric: 'response', p50, p95, p99, scheduled: rttMs.length, answered: answered.length };
}

function eventsOf(
  { imported, startedEpochMs }: Campaign,
  gaps: readonly Span[],
  zeroMs: number,
): CampaignEvent[] {
  const { file = '', rows = 0, columns } = imported ?? {};
  const clock =
    zeroMs === 0
      ? 'Its times are Unix time.'
      : 'It does not say when it was made: all times of day are a guess from the date of the file.';
  return [
    {
      kind: 'import',
      epochMs: startedEpochMs ?? epochMillis(0),
      detail: `Imported from ${file}: ${rows} rows, columns ${columns?.time} and ${columns?.rtt}. ${clock}`,
    },
    ...gaps.map(({ start, end }): CampaignEvent => {
      const from = inMicroseconds(zeroMs + start);
      return {
        kind: 'gap',
        epochMs: epochMillis(from),
        durationMs: millis(inMicroseconds(zeroMs + end) - from),
        cause: 'not-recorded',
        detail: 'The recording has no rows here, so that nothing is known of this time.',
      };
    }),
  ];
}

/** Seconds with a fraction, times 1000, are whole microseconds again, as they are exported. */
const inMicroseconds = (ms: number) => Math.round(ms * 1000) / 1000;

const OK = OUTCOMES.indexOf('ok') + 1;
const TIMEOUT = OUTCOMES.indexOf('timeout') + 1;

function* batchesOf({ timesMs, rttMs }: RecordedRows, zeroMs: number, size: number): Generator<SampleBatch> {
  const first = timesMs[0] ?? 0;
  for (let from = 0; from < timesMs.length; from += size) {
    const rtt = rttMs.slice(from, from + size);
    const times = timesMs.subarray(from, from + size);
    yield {
      count: rtt.length,
      firstSeq: from,
      dueEpochMs: times.map((ms) => inMicroseconds(zeroMs + ms)),
      dueMonoMs: times.map((ms) => inMicroseconds(ms - first)),
      // A row has one time: that it was sent when it was due is how it is read, and no measurement.
      lateMs: new Float32Array(rtt.length),
      outcome: Uint8Array.from(rtt, (ms) => (Number.isNaN(ms) ? TIMEOUT : OK)),
      words: [],
      numbers: { responseMs: rtt, serviceMs: rtt, rttMs: rtt },
    };
  }
}
