import type { Campaign, CampaignEvent } from '../core/campaign.ts';
import { type DamagedSpan, damageEvent } from '../core/damage.ts';
import { withoutDrift } from '../core/link/one-way.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import type { TimeFilter } from '../report/filter/time-filter.ts';
import type { ReportInput } from '../report/report.ts';
import { countSamples } from '../store/batch-stream.ts';
import { getDishHistories, listEvents } from '../store/campaigns.ts';
import type { Connection } from '../store/connection.ts';
import { readBatches } from '../store/sample-reader.ts';

type Progress = (share: number) => void;

/**
 * Reads all that a report is made of. `onProgress` gets a share from 0 to 1 of the whole report, page by
 * page. Leaves `dishprobe:read` in the worker's performance time line.
 */
export async function reportInput(
  connection: Connection,
  campaign: Campaign,
  onProgress: Progress,
  filter: TimeFilter | undefined,
): Promise<ReportInput> {
  const fromMs = performance.now();
  const specs = campaign.plan.probes;
  const events = await connection.use((store) => listEvents(store, campaign.id));
  const dish = await connection.use((store) => getDishHistories(store, campaign.id));
  const onRead = await readingOf(connection, campaign, onProgress);
  const probes: { spec: (typeof specs)[number]; batches: SampleBatch[] }[] = [];
  const damaged: CampaignEvent[] = [];
  for (const [index, spec] of specs.entries())
    probes.push({ spec, batches: await readSamples(connection, campaign, index, damaged, onRead) });
  performance.measure('dishprobe:read', { start: fromMs });
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return { campaign, events, probes, damaged, dish, timeZone, filter };
}

/** Of a report the reading is half; the rest is computed in one go. */
const READ_SHARE = 0.5;

/** Tells the share of a report that is done once so many more samples are read. */
async function readingOf(
  connection: Connection,
  { id, plan }: Campaign,
  onProgress: Progress,
): Promise<(samples: number) => void> {
  let [total, read] = [0, 0];
  for (const index of plan.probes.keys()) total += await countSamples(connection, id, index);
  return (samples) => {
    read += samples;
    onProgress(READ_SHARE * Math.min(1, read / Math.max(1, total)));
  };
}

/** One-way delays as variation: as stored, they hold the drift of the clocks. */
async function readSamples(
  connection: Connection,
  { id, plan }: Campaign,
  probeIndex: number,
  damaged: CampaignEvent[],
  onRead: (samples: number) => void,
): Promise<SampleBatch[]> {
  const name = plan.probes[probeIndex]?.name ?? '';
  const onDamage = (span: DamagedSpan) => void damaged.push(damageEvent(span, name));
  const batches = await connection.use((store) => readBatches(store, id, probeIndex, onDamage, onRead));
  return withoutDrift(batches);
}
