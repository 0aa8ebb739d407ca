import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { shows } from '../../e2e/app.ts';
import type { BrowserKind } from '../../support/browsers.ts';
import { loadDatabase, readImage } from '../../support/database-image.ts';
import { openProfile } from './profile.ts';
import { readStored, refuseDamage } from './stored.ts';

const NAME = 'Interrupted';
/** Enough that the change of the schema takes a while. */
const CHUNKS = 400;

/**
 * Kills a browser at random moments while the app brings a database of version 1 to its own, until
 * it has once got through. What is there after each kill is the old database or the new one, whole.
 */
export async function killWhileMigrating(
  kind: BrowserKind,
  kills: number,
  random: () => number,
): Promise<{ old: number; renewed: number }> {
  const image = readImage(
    JSON.parse(
      readFileSync(join(process.cwd(), 'test', 'store', 'fixtures', `version-1-${kind}.json`), 'utf8'),
    ),
  );
  const profile = await openProfile(kind);
  const counts = { old: 0, renewed: 0 };
  /** The old database, and the app that meets it. */
  const begin = async (page: Page) => {
    await page.evaluate(
      (name) =>
        new Promise((resolve) => {
          indexedDB.deleteDatabase(name).onsuccess = resolve;
        }),
      'dishprobe',
    );
    await page.evaluate(loadDatabase, 'dishprobe', image);
    await page.evaluate(manyChunks, NAME, CHUNKS);
    await page.goto(profile.app.url, { waitUntil: 'domcontentloaded' });
  };
  try {
    let { browser, page } = await profile.openBare();
    // How long it takes is of the machine; kills are to meet it before, within and after.
    await begin(page);
    const from = performance.now();
    await shows(page, NAME);
    const wholeMs = performance.now() - from;
    await browser.kill();
    ({ browser, page } = await profile.openBare());
    for (let kill = 1; kill <= kills; kill += 1) {
      await begin(page);
      await new Promise((resolve) => setTimeout(resolve, 1.3 * wholeMs * random()));
      await browser.kill();
      ({ browser, page } = await profile.openBare());
      const stored = await readStored(page, NAME);
      if (stored.chunks.length !== CHUNKS)
        throw new Error(`${stored.chunks.length} of ${CHUNKS} chunks are left.`);
      if (stored.version === 1) counts.old += 1;
      else {
        counts.renewed += 1;
        refuseDamage(stored);
      }
    }
    await page.goto(profile.app.url);
    await shows(page, NAME);
    refuseDamage(await readStored(page, NAME));
    return counts;
  } finally {
    await profile.close();
  }
}

/** Runs in the page: gives the first probe of a campaign so many chunks, copies of its first one, and no hot samples. */
async function manyChunks(name: string, count: number): Promise<void> {
  const done = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  interface Chunk {
    firstSeq: number;
    lastSeq: number;
    batch: { firstSeq: number; count: number };
  }
  const db = await done(indexedDB.open('dishprobe'));
  const tx = db.transaction(['campaigns', 'chunks', 'hot'], 'readwrite');
  const campaigns = await done<{ id: string; plan: { name: string } }[]>(
    tx.objectStore('campaigns').getAll(),
  );
  const id = campaigns.find(({ plan }) => plan.name === name)?.id ?? '';
  const range = IDBKeyRange.bound([id, 0], [id, 0, []]);
  const chunks = tx.objectStore('chunks');
  const [first] = await done<Chunk[]>(chunks.getAll(range));
  if (first === undefined) throw new Error('The image has no chunk.');
  await done(tx.objectStore('hot').delete(range));
  for (let i = 0; i < count; i += 1) {
    const firstSeq = i * first.batch.count;
    const lastSeq = firstSeq + first.batch.count - 1;
    chunks.put({ ...first, firstSeq, lastSeq, batch: { ...first.batch, firstSeq } });
  }
  await new Promise((resolve) => {
    tx.oncomplete = resolve;
  });
  db.close();
}
