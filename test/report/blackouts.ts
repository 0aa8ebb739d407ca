import { encodeBatch } from '../../src/core/batch-codec.ts';
import type { Campaign, CampaignEvent } from '../../src/core/campaign.ts';
import type { PlanInput, ProbeSpec } from '../../src/core/plan.ts';
import type { Sample } from '../../src/core/sample.ts';
import type { SampleBatch } from '../../src/core/sample-batch.ts';
import { epochMillis, millis } from '../../src/core/units.ts';
import type { TimeFilter } from '../../src/report/filter/time-filter.ts';
import { buildReport, type ReportInput } from '../../src/report/report.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { campaignOf, planOf, T0 } from './samples.ts';

/** An interval in ms after the start of the recording. */
export type Blackout = readonly [from: number, to: number];

export interface World {
  lengthMs: number;
  blackouts: readonly Blackout[];
  /** Times when the process stood still. */
  suspended?: readonly Blackout[];
  /** Times in which the endpoint alone is gone. */
  endpointGone?: readonly Blackout[];
  /** Times in which the endpoint of the HTTP probe answers 503. */
  refusing?: readonly Blackout[];
  availabilityTarget?: number;
  state?: Campaign['state'];
  filter?: TimeFilter;
  /** In place of the three. */
  probes?: PlanInput['probes'];
}

const RTT_MS = 45;
const inside = (spans: readonly Blackout[] = [], ms: number) =>
  spans.find(([from, to]) => ms >= from && ms < to);

export const probe = (kind: 'http' | 'websocket', name: string, intervalMs: number, more: object = {}) =>
  ({
    kind,
    name,
    url: kind === 'http' ? `https://${name}/` : `wss://${name}/`,
    intervalMs,
    ...more,
  }) as const;
const PROBES: PlanInput['probes'] = [
  probe('http', 'ping', 1000),
  probe('websocket', 'echo', 500),
  probe('http', 'control', 1000, { role: 'control' }),
];

/**
 * A recording of a link with known blackouts, made as the engine would have written it: pings that
 * time out after 5 s, echoes that TCP delivers at its first retransmission after the blackout (its
 * timer doubles from 0.2 s), a fresh connection each second after 2 s of silence, a control probe.
 */
export const record = (world: World) => buildReport(recorded(world));

/** The same before a report is made of it. */
export function recorded(world: World): ReportInput {
  const plan = planOf({ probes: world.probes ?? PROBES, availabilityTarget: world.availabilityTarget });
  const random = seededRandom(7);
  const probes = plan.probes.map((spec) => ({ spec, batches: batchesOf(spec, world, random) }));
  const campaign = campaignOf(plan, {
    startedEpochMs: epochMillis(T0),
    endedEpochMs: epochMillis(T0 + world.lengthMs),
    state: world.state ?? 'finished',
  });
  return { campaign, events: eventsOf(world), probes, filter: world.filter };
}

function batchesOf(spec: ProbeSpec, world: World, random: () => number): SampleBatch[] {
  const samples: Sample[] = [];
  for (let seq = 0; ; seq++) {
    const dueMs = (seq + (2 * random() - 1) * spec.jitter * Number(seq > 0)) * spec.intervalMs;
    if (dueMs >= world.lengthMs - 100) return [encodeBatch(samples)];
    samples.push(sampleOf(spec, world, seq, dueMs, RTT_MS * (1 + random() / 2)));
  }
}

function sampleOf(spec: ProbeSpec, world: World, seq: number, dueMs: number, rttMs: number): Sample {
  const due = { seq, dueEpochMs: epochMillis(T0 + dueMs), dueMonoMs: millis(dueMs) };
  if (inside(world.suspended, dueMs)) return { ...due, outcome: 'unmeasured' };
  const sent = { ...due, lateMs: millis(0.2) };
  const own = spec.role === 'control' ? world.blackouts : [...world.blackouts, ...(world.endpointGone ?? [])];
  if (spec.kind === 'http' && inside(own, dueMs)) return { ...sent, outcome: 'timeout' };
  // A standing connection delivers in order: all that was sent until the retransmission waits for it.
  const release = spec.kind === 'http' ? undefined : inside(own.map(untilRetried), dueMs)?.[1];
  const responseMs = rttMs + (release === undefined ? 0 : release - dueMs);
  const answer = { ...sent, responseMs: millis(responseMs), serviceMs: millis(responseMs) };
  if (spec.name === 'ping' && inside(world.refusing, dueMs))
    return { ...answer, outcome: 'failed', error: 'http-status', httpStatus: 503 };
  return { ...answer, outcome: responseMs > 5000 ? 'late' : 'ok' };
}

/** A blackout as a connection feels it: up to the first retransmission after it of what was lost first. */
function untilRetried([from, to]: Blackout): Blackout {
  let atMs = from;
  for (let waitMs = 200; atMs < to; waitMs *= 2) atMs += waitMs;
  return [from, atMs];
}

function eventsOf(world: World): CampaignEvent[] {
  const events: CampaignEvent[] = [];
  for (const [from, to] of [...world.blackouts, ...(world.endpointGone ?? [])]) {
    // Asked for each second; the first that gets through opens.
    for (let at = from + 2000; at < to + 1000; at += 1000) {
      if (at < to) continue;
      events.push(event('fresh-connection', at + 2 * RTT_MS, { probe: 'echo' }));
    }
  }
  for (const [from, to] of world.suspended ?? [])
    events.push(event('gap', from, { durationMs: millis(to - from), cause: 'frozen' }));
  return events;
}

const event = (kind: CampaignEvent['kind'], atMs: number, more: Partial<CampaignEvent>): CampaignEvent => ({
  kind,
  epochMs: epochMillis(T0 + atMs),
  detail: '',
  ...more,
});
