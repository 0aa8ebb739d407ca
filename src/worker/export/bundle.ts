import { BundleWriter } from '../../report/bundle/bundle-writer.ts';
import { getDishHistories, listEvents } from '../../store/campaigns.ts';
import type { Connection } from '../../store/connection.ts';
import { damageOf, type Samples } from './samples-of.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Packing leaves much for the garbage collector. */
const CHUNKS_AT_ONCE = 8;

/** The bundle of a campaign; returns the hash of its content. */
export async function* bundlePieces(
  connection: Connection,
  { campaign, stored, onRead }: Samples,
): AsyncGenerator<Bytes, string> {
  if (campaign.state === 'running')
    throw new Error('A bundle is made of a campaign that has ended. Stop it first, then export the bundle.');
  const writer = new BundleWriter();
  yield writer.campaign(campaign);
  const events = await connection.use((store) => listEvents(store, campaign.id));
  yield* writer.events([...events, ...(await damageOf(connection, campaign, onRead))]);
  yield* writer.dish(await connection.use((store) => getDishHistories(store, campaign.id)));
  for (const index of campaign.plan.probes.keys()) {
    for await (const batches of stored(index, CHUNKS_AT_ONCE)) {
      for (const batch of batches) yield* writer.samples(index, batch);
    }
  }
  const { bytes, end } = writer.end();
  yield bytes;
  return end.sha256;
}
