import type { Campaign, CampaignEvent, Environment, Headline, PartSchedule } from '../campaign.ts';
import type { Plan, ProbeSpec } from '../plan.ts';
import type { SampleBatch } from '../sample-batch.ts';
import { epochMillis, millis } from '../units.ts';
import { yardsticksOf } from '../verdict/judgement.ts';
import { warmUpOf, withoutWarmUp } from '../warm-up.ts';
import { judgementNote, mergedJudgement } from './merged-judgement.ts';

/** The longest time that a plan may span, in ms. */
const LONGEST_MS = 400 * 86_400_000;

/** What the merged campaign is called and known by. */
export interface MergeOrder {
  id: string;
  name: string;
  /** Now. */
  epochMs: number;
  /** What timed the samples: the coarsest of all. */
  environment: Environment | undefined;
}

/** Campaigns in the order in which they measured. */
export function inOrderOfTime(list: readonly Campaign[]): Campaign[] {
  return [...list].sort((a, b) => spanOf(a).start - spanOf(b).start);
}

/** Why campaigns cannot be made one, as a sentence; nothing where they can. */
export function mergeProblem(list: readonly Campaign[]): string | undefined {
  const [first, ...others] = inOrderOfTime(list);
  if (first === undefined || others.length === 0) return 'Choose two campaigns or more to merge.';
  for (const campaign of [first, ...others]) {
    const { plan, imported, state, startedEpochMs } = campaign;
    if (imported !== undefined)
      return `"${plan.name}" was read from a file; only campaigns that were measured in this browser, or came as a bundle, can be merged. Leave it out.`;
    if (startedEpochMs === undefined) return `"${plan.name}" has not measured anything yet. Leave it out.`;
    if (state !== 'finished' && state !== 'stopped')
      return `"${plan.name}" has not ended. Stop it, or end it, before it is merged.`;
  }
  for (const other of others) {
    const problem = siteProblem(first, other) ?? probeProblem(first.plan, other.plan);
    if (problem !== undefined) return problem;
  }
  for (const [i, later] of others.entries()) {
    const earlier = others[i - 1] ?? first;
    if (spanOf(earlier).end > spanOf(later).start)
      return `"${earlier.plan.name}" and "${later.plan.name}" measured at the same time, which one campaign cannot. Leave one of them out.`;
  }
  const last = others.at(-1) ?? first;
  if (spanOf(last).end - spanOf(first).start > LONGEST_MS)
    return 'The campaigns span more than 400 days, which one campaign cannot. Leave the first or the last out.';
  return undefined;
}

function siteProblem({ plan: first }: Campaign, { plan: other }: Campaign): string | undefined {
  if (first.site.name === other.site.name && first.site.link === other.site.link) return undefined;
  return `"${first.name}" and "${other.name}" are of different sites or links: only campaigns of one site can be merged. Leave one of them out, or compare them instead.`;
}

function probeProblem(first: Plan, other: Plan): string | undefined {
  const key = ({ kind, name, url, role }: ProbeSpec) => JSON.stringify([kind, name, url, role]);
  const [own, theirs] = [first.probes.map(key), other.probes.map(key)];
  const odd =
    first.probes.find((probe) => !theirs.includes(key(probe))) ??
    other.probes.find((probe) => !own.includes(key(probe)));
  if (odd === undefined) return undefined;
  return `"${first.name}" and "${other.name}" do not have the same probes: "${odd.name}" differs in kind, name, address or role. Leave one of them out, or compare them instead.`;
}

/** What only the samples themselves tell. */
export interface MergedTotals {
  /** By probe, in the order of the first campaign's plan. */
  headlines: Headline[];
  /** Warm-up requests of the first campaign, by probe. */
  warmUps: number[];
}

/**
 * The record and the events of a campaign that is made of others. `parts` are in
 * order of time and have no `mergeProblem`. It takes the newest plan, but waits for an answer as
 * long as any of them did, and what stood in the plan before anything was measured are the limits of
 * the oldest: those of the newest, by which it is judged, are `judged` where they are others. The time
 * between two is a gap of cause `closed`.
 */
export function mergedCampaign(
  parts: readonly { campaign: Campaign; events: readonly CampaignEvent[] }[],
  { id, name, epochMs, environment }: MergeOrder,
  { headlines, warmUps }: MergedTotals,
): { campaign: Campaign; events: CampaignEvent[] } {
  const campaigns = parts.map(({ campaign }) => campaign);
  const [first, last] = [campaigns[0], campaigns.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError('There is nothing to merge.');
  const [start, end] = [spanOf(first).start, spanOf(last).end];
  const probes = first.plan.probes.map((spec, i): ProbeSpec => {
    const same = campaigns.flatMap(
      ({ plan }) => plan.probes.find((other) => other.name === spec.name) ?? spec,
    );
    const newest = same.at(-1) ?? spec;
    const timeoutMs = Math.max(...same.map((other) => other.timeoutMs));
    return newest.kind === 'chat'
      ? { ...newest, timeoutMs, warmUp: warmUps[i] ?? 0 }
      : { ...newest, timeoutMs };
  });
  const isFinished = campaigns.every(({ state }) => state === 'finished');
  const tags = [...new Set(campaigns.flatMap((campaign) => campaign.tags ?? []))];
  return {
    campaign: {
      id,
      plan: {
        ...last.plan,
        ...yardsticksOf(first.plan),
        name,
        probes,
        durationS: Math.max(1, (end - start) / 1000),
      },
      state: isFinished ? 'finished' : 'stopped',
      stopReason: isFinished ? undefined : 'user',
      createdEpochMs: epochMillis(epochMs),
      startedEpochMs: epochMillis(start),
      aliveEpochMs: epochMillis(end),
      endedEpochMs: epochMillis(end),
      seed: first.seed,
      environment,
      simulated: [...new Set(campaigns.flatMap(({ simulated }) => simulated))],
      bytes: campaigns.reduce((sum, { bytes }) => sum + bytes, 0),
      headlines,
      judged: mergedJudgement(campaigns, start, epochMs),
      merged: campaigns.map((campaign) => ({ id: campaign.id, name: campaign.plan.name })),
      schedules: schedulesOf(campaigns),
      tags: tags.length === 0 ? undefined : tags,
    },
    events: parts.flatMap(({ campaign, events }, i) => [
      ...betweenEvents(campaigns[i - 1], campaign),
      ...(campaign === last ? judgementNote(campaigns, spanOf(last).start) : []),
      ...events,
    ]),
  };
}

/** When each of them asked; one that was merged itself brings those of its own parts, or nothing is known. */
function schedulesOf(campaigns: readonly Campaign[]): PartSchedule[] | undefined {
  const parts = campaigns.map(({ plan, seed, merged, schedules }) =>
    merged === undefined ? [{ campaign: plan.name, seed, probes: plan.probes.map(scheduleOf) }] : schedules,
  );
  return parts.includes(undefined) ? undefined : parts.flatMap((part) => part ?? []);
}

function scheduleOf({ name, intervalMs, jitter, arrivals, timeoutMs }: ProbeSpec) {
  return { name, intervalMs, jitter, ...(arrivals && { arrivals }), timeoutMs };
}

/** What the record says of the time between two campaigns, and of what they did not do alike. */
function betweenEvents(before: Campaign | undefined, campaign: Campaign): CampaignEvent[] {
  if (before === undefined) return [];
  const [from, to] = [spanOf(before).end, spanOf(campaign).start];
  const gap: CampaignEvent = {
    kind: 'gap',
    epochMs: epochMillis(from),
    durationMs: millis(to - from),
    cause: 'closed',
    detail: `Nobody measured between "${before.plan.name}" and "${campaign.plan.name}".`,
  };
  const changed = campaign.plan.probes.flatMap((spec) => {
    const old = before.plan.probes.find(({ name }) => name === spec.name);
    return old === undefined || sameSettings(old, spec)
      ? []
      : [`${spec.name}: due every ${spec.intervalMs} ms instead of ${old.intervalMs} ms, or otherwise set`];
  });
  const note: CampaignEvent = {
    kind: 'note',
    epochMs: epochMillis(to),
    detail: `From here on the settings of probes are others. ${changed.join('; ')}.`,
  };
  return [...(to > from ? [gap] : []), ...(changed.length > 0 ? [note] : [])];
}

const sameSettings = (a: ProbeSpec, b: ProbeSpec) =>
  JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());

/** From the start to the end of a campaign that has ended. */
function spanOf({ startedEpochMs, endedEpochMs, aliveEpochMs, createdEpochMs }: Campaign) {
  const start: number = startedEpochMs ?? createdEpochMs;
  return { start, end: Math.max(start, endedEpochMs ?? aliveEpochMs ?? start) };
}

/**
 * The samples of one probe of one part, numbered on from `firstSeq`. Warm-up
 * requests of a later part are left out: as those of the first, they are in no
 * figure, and only the first due times of a campaign can be marked as such.
 * @throws Error with a sentence where due times are missing: numbering on would hide it.
 */
export function* numberedOn(
  { campaign, spec, isFirst }: { campaign: Campaign; spec: ProbeSpec; isFirst: boolean },
  batches: readonly SampleBatch[],
  firstSeq: number,
): Generator<SampleBatch> {
  const skipped = isFirst ? 0 : warmUpOf(spec);
  let expected: number | undefined;
  let next = firstSeq;
  for (const batch of isFirst ? batches : withoutWarmUp(spec, batches)) {
    expected ??= skipped;
    if (batch.firstSeq !== expected)
      throw new Error(
        `"${campaign.plan.name}" lacks due times ${expected} to ${batch.firstSeq - 1} of ${spec.name}, so that it cannot be merged.`,
      );
    yield { ...batch, firstSeq: next };
    expected += batch.count;
    next += batch.count;
  }
}
