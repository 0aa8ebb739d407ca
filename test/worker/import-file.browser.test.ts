import { afterEach, beforeEach, expect, it } from 'vitest';
import { getCampaign, putSummary } from '../../src/store/campaigns.ts';
import { bundlePieces } from '../../src/worker/export/bundle.ts';
import { samplesOf } from '../../src/worker/export/samples-of.ts';
import { importBundle } from '../../src/worker/import/import-bundle.ts';
import { bundleOf, COMPUTED, earlierBundleOf, storedCampaign } from '../report/bundles.ts';
import { openBench, type StoreBench } from '../store/store-bench.ts';

const made = storedCampaign();
const { id, plan } = made.campaign;
const bundle = bundleOf(made);

let bench: StoreBench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const take = (bytes: Uint8Array) =>
  importBundle(bench.connection, new File([Uint8Array.from(bytes)], 'c1.dishprobe'), () => {});
const record = () => bench.connection.use((store) => getCampaign(store, id));

async function exported(): Promise<Uint8Array> {
  const campaign = await record();
  if (campaign === undefined) throw new Error('The campaign is not stored.');
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for await (const piece of bundlePieces(
    bench.connection,
    await samplesOf(bench.connection, campaign, () => {}),
  ))
    pieces.push(piece);
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

/** As opening its report does. */
const openReport = () => bench.connection.use((store) => putSummary(store, id, COMPUTED.summary));

it('a bundle is made again byte for byte, and known again, also once its report was opened', async () => {
  expect(await take(bundle)).toEqual({ ok: true, id });
  expect(await exported()).toEqual(bundle);
  await openReport();
  expect(await record()).toMatchObject({ summary: COMPUTED.summary });
  expect(await exported()).toEqual(bundle);
  expect(await take(bundle)).toMatchObject({
    ok: false,
    stored: { id },
    problem: 'This campaign is stored here already, with the same content.',
  });
});

it('a bundle of an earlier version, which holds what was computed, is known again, too', async () => {
  const earlier = earlierBundleOf(made);
  expect(await take(earlier)).toEqual({ ok: true, id });
  const same = { ok: false, problem: 'This campaign is stored here already, with the same content.' };
  expect(await take(earlier)).toMatchObject(same);
  expect(await take(bundle)).toMatchObject(same);
  expect(await exported()).toEqual(bundle);
  await bench.door.relabelCampaign(id, { name: plan.name, note: 'Another one now.', tags: [] });
  expect(await take(earlier)).toMatchObject({ ok: false, problem: expect.stringContaining('other content') });
});

it('what a bundle says of its own figures and verdict is not believed: the first are made of its samples', async () => {
  await take(earlierBundleOf(made));
  const stored = await record();
  expect(stored?.summary).toBe(undefined);
  const rows = made.probes[0]?.flatMap(({ outcome }) => [...outcome]) ?? [];
  const [ping, chat] = stored?.headlines ?? [];
  expect(ping).toMatchObject({ probe: 'ping', metric: 'response' });
  // `unmeasured` is the last outcome; answered here is what is `ok`, the first.
  expect(ping?.answered).toBe(rows.filter((outcome) => outcome === 1).length);
  expect(ping?.scheduled).toBe(rows.filter((outcome) => outcome !== 6).length);
  expect(ping?.p50).toBeGreaterThan(30);
  expect(chat).toMatchObject({ probe: '@chat', metric: 'ttft', p50: 20 });
});
