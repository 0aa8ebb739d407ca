import type { Campaign, CampaignEvent } from '../core/campaign.ts';
import { type DamagedSpan, damageEvent } from '../core/damage.ts';
import { inOrderOfTime, mergedCampaign, mergeProblem, numberedOn } from '../core/merge/merge-campaigns.ts';
import { warmUpOf, withoutWarmUp } from '../core/warm-up.ts';
import { HeadlineSum } from '../report/headline-sum.ts';
import { getCampaign, getDishHistories, listEvents } from '../store/campaigns.ts';
import type { Connection } from '../store/connection.ts';
import { type ImportedBatch, importStream } from '../store/import-campaign.ts';
import { alone } from '../store/import-lock.ts';
import { newIdentity } from '../store/new-id.ts';
import { readBatches } from '../store/sample-reader.ts';
import { coarser } from './environment.ts';
import type { ImportResult } from './protocol.ts';

/** A campaign that is merged, with its events; those that tell of damaged samples come as they are read. */
interface Part {
  campaign: Campaign;
  events: CampaignEvent[];
}

/** What is summed up of one probe while its samples pass. */
interface Sum {
  headline: HeadlineSum;
  due: number;
  warmUps: number;
}

export interface MergeJob {
  /** Gets a share from 0 to 1. */
  onProgress: (share: number) => void;
  signal: AbortSignal;
  /** Hands samples on as long as the disk has room for them, and throws where it has none. */
  whileRoom: (batches: AsyncIterable<ImportedBatch>) => AsyncIterable<ImportedBatch>;
}

/** What a merge rejects with that was cancelled. */
export const MERGE_CANCELLED = 'The merge was cancelled. Nothing was stored.';

/**
 * Makes one campaign of several of one site and stores it, wholly or not at all;
 * the sources stay. Rejects where it is cancelled before the record is written, or the disk has no room.
 */
export async function mergeCampaigns(
  connection: Connection,
  ids: readonly string[],
  name: string,
  job: MergeJob,
): Promise<ImportResult> {
  const found = await Promise.all(ids.map((id) => connection.use((store) => getCampaign(store, id))));
  const list = inOrderOfTime(found.filter((campaign) => campaign !== undefined));
  const problem =
    list.length < ids.length ? 'One of the campaigns is not stored here any more.' : mergeProblem(list);
  const [first] = list;
  if (problem !== undefined || first === undefined) return { ok: false, problem: problem ?? '' };
  const parts: Part[] = await Promise.all(
    list.map(async (campaign) => ({
      campaign,
      events: await connection.use((store) => listEvents(store, campaign.id)),
    })),
  );
  const dish = await Promise.all(
    list.map(({ id }) => connection.use((store) => getDishHistories(store, id))),
  );
  const sums = first.plan.probes.map(
    ({ kind }): Sum => ({ headline: new HeadlineSum(kind), due: 0, warmUps: 0 }),
  );
  const order = {
    id: newIdentity().id,
    name,
    epochMs: Date.now(),
    environment: list.reduce<Campaign['environment']>(
      (before, { environment }) => (environment === undefined ? before : coarser(before, environment)),
      undefined,
    ),
  };
  await alone(() =>
    importStream(
      connection,
      order.id,
      job.whileRoom(samplesOf(connection, parts, sums, job)),
      () => {
        throwIfCancelled(job);
        const made = mergedCampaign(parts, order, {
          headlines: first.plan.probes.flatMap(({ name }, i) => sums[i]?.headline.headline(name) ?? []),
          warmUps: sums.map(({ warmUps }) => warmUps),
        });
        return { ...made, dish: dish.flat() };
      },
      () => {},
    ),
  );
  return { ok: true, id: order.id };
}

async function* samplesOf(
  connection: Connection,
  parts: readonly Part[],
  sums: readonly Sum[],
  job: MergeJob,
): AsyncGenerator<ImportedBatch> {
  const steps = parts.length * sums.length;
  for (const [part, { campaign, events }] of parts.entries()) {
    for (const [probeIndex, sum] of sums.entries()) {
      const wanted = parts[0]?.campaign.plan.probes[probeIndex]?.name;
      const index = campaign.plan.probes.findIndex((spec) => spec.name === wanted);
      const spec = campaign.plan.probes[index];
      if (spec === undefined) continue;
      const isFirst = part === 0;
      throwIfCancelled(job);
      const onDamage = (span: DamagedSpan) => {
        const event = damageEvent(span, spec.name);
        events.push({ ...event, detail: `In "${campaign.plan.name}": ${event.detail}` });
      };
      const batches = await connection.use((store) => readBatches(store, campaign.id, index, onDamage));
      const before = part * sums.length + probeIndex;
      let done = 0;
      for (const batch of numberedOn({ campaign, spec, isFirst }, batches, sum.due)) {
        throwIfCancelled(job);
        // Only those of the first are still there, under the numbers that they had.
        for (const counted of isFirst ? withoutWarmUp(spec, [batch]) : [batch]) sum.headline.add(counted);
        sum.due += batch.count;
        yield { probeIndex, batch };
        done += 1;
        job.onProgress((before + Math.min(1, done / batches.length)) / steps);
      }
      job.onProgress((before + 1) / steps);
      if (isFirst) sum.warmUps = Math.min(warmUpOf(spec), sum.due);
    }
  }
}

function throwIfCancelled({ signal }: MergeJob): void {
  if (signal.aborted) throw new Error(MERGE_CANCELLED);
}
