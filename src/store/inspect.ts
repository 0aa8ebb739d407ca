import { listCampaigns, listUnreadable } from './campaigns.ts';
import { campaignRange, type Store } from './database.ts';

/**
 * Looks through the stored campaigns for chunks that are gone, come twice or leave a gap, and for
 * samples that are hot and sealed as well: by keys, seals and hot records alone, so that it costs
 * little at each start. Whether a chunk is as it was written, its checksum tells when it is read.
 * Gives a sentence for each campaign in which something is wrong, those included that no list can show.
 */
export async function inspectStore(store: Store): Promise<string[]> {
  const sentences: string[] = [];
  for (const { id, plan } of await listCampaigns(store)) {
    const wrong = await inspectCampaign(store, id, plan.probes.length);
    if (wrong.length === 0) continue;
    const places = wrong.map(
      ({ probe, seq }) => `${plan.probes[probe]?.name ?? `probe ${probe + 1}`} at sample ${seq}`,
    );
    sentences.push(
      `The stored samples of "${plan.name}" are damaged: ${places.slice(0, 3).join(', ')}. Its report names what is lost, and shows all else.`,
    );
  }
  for (const { id, name } of await listUnreadable(store))
    sentences.push(
      `The record of ${name === undefined ? `the campaign ${id}` : `"${name}"`} cannot be read by this version of the app, so that no list shows it; its samples are still stored. Open this page with the newest version of the app.`,
    );
  return sentences;
}

async function inspectCampaign(
  store: Store,
  id: string,
  probes: number,
): Promise<{ probe: number; seq: number }[]> {
  const tx = store.transaction(['chunks', 'seals', 'hot']);
  const range = campaignRange(id);
  const [keys, seals, hot] = await Promise.all([
    tx.objectStore('chunks').getAllKeys(range),
    tx.objectStore('seals').getAll(range),
    tx.objectStore('hot').getAll(range),
    tx.done,
  ]);
  const wrong: { probe: number; seq: number }[] = [];
  const isThere = new Set(keys.map(([, probe, seq]) => `${probe} ${seq}`));
  for (let probe = 0; probe < probes; probe += 1) {
    let next = 0;
    for (const { probeIndex, firstSeq, lastSeq } of seals) {
      if (probeIndex !== probe) continue;
      if (firstSeq !== next || !isThere.delete(`${probe} ${firstSeq}`)) wrong.push({ probe, seq: firstSeq });
      next = lastSeq + 1;
    }
    const seen = new Set<number>();
    for (const { probeIndex, samples } of hot) {
      if (probeIndex !== probe) continue;
      for (const { seq } of samples) {
        if (seq < next || seen.has(seq)) wrong.push({ probe, seq });
        seen.add(seq);
      }
    }
  }
  for (const place of isThere) {
    const [probe = 0, seq = 0] = place.split(' ').map(Number);
    wrong.push({ probe, seq });
  }
  return wrong;
}
