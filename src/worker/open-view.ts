import { decodeBatch } from '../core/batch-reader.ts';
import type { Campaign } from '../core/campaign.ts';
import { buildReport } from '../report/report.ts';
import { listEvents } from '../store/campaigns.ts';
import type { Connection } from '../store/connection.ts';
import { readBatches } from '../store/sample-reader.ts';
import { LiveView } from './live-view.ts';

/** The live view of a campaign. On going on with one its figures begin with what is stored, not at nothing. */
export async function openView(connection: Connection, campaign: Campaign): Promise<LiveView> {
  const [events, batches] = await connection.use(async (store) => [
    await listEvents(store, campaign.id),
    await Promise.all(campaign.plan.probes.map((_, index) => readBatches(store, campaign.id, index))),
  ]);
  const probes = campaign.plan.probes.map((spec, index) => ({ spec, batches: batches[index] ?? [] }));
  const isNew = batches.every((list) => list.length === 0);
  const ended = { ...campaign, endedEpochMs: campaign.aliveEpochMs };
  const outages = isNew ? [] : buildReport({ campaign: ended, events, probes }).outages;
  const view = new LiveView(campaign, { outages, events });
  batches.forEach((list, index) => {
    for (const batch of list) view.preload(index, decodeBatch(batch));
  });
  return view;
}
