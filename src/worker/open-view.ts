import { decodeBatch } from '../core/batch-reader.ts';
import type { Campaign, CampaignEvent } from '../core/campaign.ts';
import { damageEvent } from '../core/damage.ts';
import { buildReport } from '../report/report.ts';
import { listEvents } from '../store/campaigns.ts';
import type { Connection } from '../store/connection.ts';
import { readBatches } from '../store/sample-reader.ts';
import { LiveView } from './live-view.ts';

/** The live view of a campaign. On going on with one its figures begin with what is stored, not at nothing. */
export async function openView(connection: Connection, campaign: Campaign): Promise<LiveView> {
  const { probes: specs } = campaign.plan;
  const [events, batches, damaged] = await connection.use(async (store) => {
    const lost: CampaignEvent[] = [];
    const read = specs.map(({ name }, index) =>
      readBatches(store, campaign.id, index, (span) => lost.push(damageEvent(span, name))),
    );
    return [await listEvents(store, campaign.id), await Promise.all(read), lost] as const;
  });
  const probes = specs.map((spec, index) => ({ spec, batches: batches[index] ?? [] }));
  const isNew = batches.every((list) => list.length === 0);
  const ended = { ...campaign, endedEpochMs: campaign.aliveEpochMs };
  const outages = isNew ? [] : buildReport({ campaign: ended, events, probes, damaged }).outages;
  const view = new LiveView(campaign, { outages, events });
  batches.forEach((list, index) => {
    for (const batch of list) view.preload(index, decodeBatch(batch));
  });
  return view;
}
