import type { Campaign, CampaignEvent } from '../../core/campaign.ts';
import type { DishHistory } from '../../core/dish/history-types.ts';
import { withoutWarmUp } from '../../core/warm-up.ts';
import type { BundlePart } from '../../report/bundle/bundle-parts.ts';
import { BundleProblem, BundleReader } from '../../report/bundle/bundle-reader.ts';
import { HeadlineSum } from '../../report/headline-sum.ts';
import { getCampaign, hasRecord, isLeaving } from '../../store/campaigns.ts';
import type { Connection } from '../../store/connection.ts';
import { clearBrokenImports, type ImportedBatch, importStream } from '../../store/import-campaign.ts';
import { alone } from '../../store/import-lock.ts';
import { bundlePieces } from '../export/bundle.ts';
import { samplesOf } from '../export/samples-of.ts';
import type { ImportResult } from '../protocol.ts';
import { BEING_DELETED } from './known-file.ts';
import { piecesOf } from './pieces-of.ts';
import { whileRoom } from './while-room.ts';

const UNREADABLE =
  'A campaign of this identity is stored here already, and its record cannot be read by this version of the app. Open this page with the newest version of the app, and look whether it is the same.';

/**
 * Stores a bundle as the campaign that it was made of: wholly, or not at all. One
 * whose campaign is stored already changes nothing, and is compared with it.
 */
export async function importBundle(
  connection: Connection,
  file: File,
  onProgress: (share: number) => void,
): Promise<ImportResult> {
  try {
    return await alone(async () => {
      const campaign = await campaignOf(file);
      // Also where its record has gone: what is stored beside a mark that is still there may go with it.
      if (await connection.use((store) => isLeaving(store, campaign.id)))
        return { ok: false, ...BEING_DELETED };
      const stored = await connection.use((store) => getCampaign(store, campaign.id));
      if (stored !== undefined) return await compared(connection, stored, file, onProgress);
      if (await connection.use((store) => hasRecord(store, campaign.id)))
        return { ok: false, isReadable: true, problem: UNREADABLE };
      await clearBrokenImports(connection);
      const rest = new Rest(campaign, file, onProgress);
      await importStream(
        connection,
        campaign.id,
        whileRoom(rest.batches()),
        () => rest.made(),
        () => {},
      );
      return { ok: true, id: campaign.id };
    });
  } catch (error) {
    if (error instanceof BundleProblem) return { ok: false, problem: error.message };
    throw error;
  }
}

/** The campaign of a bundle, from its first part. */
async function campaignOf(file: File): Promise<Campaign> {
  for await (const part of partsOf(file, () => {})) if (part.part === 'campaign') return part.campaign;
  throw new BundleProblem('The file holds no campaign.');
}

async function* partsOf(file: File, onProgress: (share: number) => void): AsyncGenerator<BundlePart> {
  const reader = new BundleReader();
  for await (const piece of piecesOf(file, onProgress)) yield* reader.push(piece);
  reader.end();
}

/** Reads a bundle: samples are handed on and summed up for the list, what else it holds is collected. */
class Rest {
  readonly #campaign: Campaign;
  readonly #sums: readonly HeadlineSum[];
  readonly #file: File;
  readonly #onProgress: (share: number) => void;
  readonly #events: CampaignEvent[] = [];
  readonly #dish: DishHistory[] = [];

  constructor(campaign: Campaign, file: File, onProgress: (share: number) => void) {
    this.#campaign = campaign;
    this.#sums = campaign.plan.probes.map(({ kind }) => new HeadlineSum(kind));
    this.#file = file;
    this.#onProgress = onProgress;
  }

  /** Ends only once the whole bundle was found good. */
  async *batches(): AsyncGenerator<ImportedBatch> {
    for await (const part of partsOf(this.#file, this.#onProgress)) {
      if (part.part === 'samples') {
        const spec = this.#campaign.plan.probes[part.probe];
        for (const counted of spec === undefined ? [] : withoutWarmUp(spec, [part.batch]))
          this.#sums[part.probe]?.add(counted);
        yield { probeIndex: part.probe, batch: part.batch };
      }
      if (part.part === 'events') for (const event of part.events) this.#events.push(event);
      if (part.part === 'dish') this.#dish.push(...part.histories);
    }
  }

  made() {
    const { probes } = this.#campaign.plan;
    const headlines = probes.flatMap(({ name }, i) => this.#sums[i]?.headline(name) ?? []);
    return { campaign: { ...this.#campaign, headlines }, events: this.#events, dish: this.#dish };
  }
}

/** The hash that the bundle of an equal campaign has: see `BundleReader.content`. */
async function contentOf(file: File, onProgress: (share: number) => void): Promise<string | undefined> {
  const reader = new BundleReader();
  for await (const piece of piecesOf(file, onProgress)) for (const _ of reader.push(piece));
  reader.end();
  return reader.content;
}

async function compared(
  connection: Connection,
  stored: Campaign,
  file: File,
  onProgress: (share: number) => void,
): Promise<ImportResult> {
  const content = await contentOf(file, (share) => onProgress(share / 2));
  const it = { id: stored.id, name: stored.plan.name };
  if (stored.state === 'running')
    return {
      ok: false,
      stored: it,
      problem: 'The campaign of this bundle is being measured in this browser.',
    };
  const samples = await samplesOf(connection, stored, (share) => onProgress(0.5 + share / 2));
  const pieces = bundlePieces(connection, samples);
  let step = await pieces.next();
  while (!step.done) step = await pieces.next();
  const problem =
    step.value === content
      ? 'This campaign is stored here already, with the same content.'
      : 'A campaign of this identity is stored here already, with other content. Export and delete that one first, then import this one.';
  return { ok: false, stored: it, problem };
}
