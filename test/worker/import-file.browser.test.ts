import { afterEach, beforeEach, expect, it } from 'vitest';
import { withoutWarmUp } from '../../src/core/warm-up.ts';
import { samplesCsvChunks, samplesCsvHeader } from '../../src/report/csv/samples-csv.ts';
import { getCampaign, putSummary } from '../../src/store/campaigns.ts';
import { bundlePieces } from '../../src/worker/export/bundle.ts';
import { samplesOf } from '../../src/worker/export/samples-of.ts';
import { importBundle } from '../../src/worker/import/import-bundle.ts';
import { importFile } from '../../src/worker/import/import-file.ts';
import { bundleOf, COMPUTED, earlierBundleOf, storedCampaign } from '../report/bundles.ts';
import { specOf } from '../report/samples.ts';
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
  // Warm-up requests are part of no figure.
  const counted = withoutWarmUp(specOf(plan, 1), made.probes[1] ?? []).flatMap(({ outcome }) => [...outcome]);
  expect(chat?.scheduled).toBe(counted.filter((outcome) => outcome !== 6).length);
});

it('a bundle whose campaign is being deleted says so, and is taken once that is done', async () => {
  await take(bundle);
  await bench.door.setSetting(`leaving:${id}`, 'a tab');
  const leaving = {
    ok: false,
    isReadable: true,
    problem: expect.stringMatching(/is being deleted. Undo that, or/),
  };
  expect(await take(bundle)).toEqual(leaving);
  await bench.door.deleteCampaign(id);
  // What the tab deletes next is what is marked, should it be closed right here.
  expect(await take(bundle)).toEqual(leaving);
  await bench.door.deleteSetting(`leaving:${id}`);
  expect(await take(bundle)).toEqual({ ok: true, id });
});

it.each([
  ['a recording', `t_s,rtt_ms\n${Array.from({ length: 30 }, (_, i) => `${i},30`).join('\n')}\n`],
  ['a samples CSV', samplesCsv()],
])('%s whose campaign is being deleted says so, too', async (_, text) => {
  const again = () => importFile(bench.connection, new File([text], 'again.csv'), () => {});
  const taken = await again();
  if (!taken.ok) throw new Error(taken.problem);
  expect(await again()).toMatchObject({ ok: false, stored: { id: taken.id } });
  await bench.door.setSetting(`leaving:${taken.id}`, 'a tab');
  expect(await again()).toEqual({
    ok: false,
    isReadable: true,
    problem: expect.stringMatching(/is being deleted. Undo that, or/),
  });
  await bench.door.deleteCampaign(taken.id);
  expect(await again()).toMatchObject({ ok: true });
});

function samplesCsv(): string {
  const pieces = [samplesCsvHeader()];
  made.probes.forEach((batches, i) => {
    pieces.push(...samplesCsvChunks(made.campaign, specOf(plan, i), batches));
  });
  const decoder = new TextDecoder();
  return pieces.map((piece) => decoder.decode(piece, { stream: true })).join('');
}
