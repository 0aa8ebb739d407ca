import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { giveFile, shows } from '../../e2e/app.ts';
import type { BrowserKind } from '../../support/browsers.ts';
import { openProfile } from './profile.ts';

const ROWS = 600_000;

/**
 * Kills a browser at random moments of an import. What is there after each kill is the whole
 * campaign or none, and the next import clears what was left.
 */
export async function killWhileImporting(
  kind: BrowserKind,
  kills: number,
  random: () => number,
): Promise<{ whole: number; none: number }> {
  const profile = await openProfile(kind);
  const [large, small] = [join(profile.folder, 'large.csv'), join(profile.folder, 'small.csv')];
  writeFileSync(small, recording(100, 0));
  const counts = { whole: 0, none: 0 };
  let whole = 0;
  try {
    let { browser, page } = await profile.openBare();
    for (let kill = 1; kill <= kills; kill += 1) {
      // A file that was imported already would be known again.
      writeFileSync(large, recording(ROWS, kill));
      await choose(page, profile.app.url, large);
      await page.waitForSelector('progress');
      await new Promise((resolve) => setTimeout(resolve, 2500 * random()));
      await browser.kill();
      ({ browser, page } = await profile.openBare());
      const { campaigns } = await page.evaluate(countStored);
      if (campaigns.some((samples) => samples !== ROWS))
        throw new Error(`An import was killed, and campaigns of ${campaigns.join(', ')} samples are left.`);
      counts[campaigns.length > whole ? 'whole' : 'none'] += 1;
      whole = campaigns.length;
    }
    await choose(page, profile.app.url, small);
    await shows(page, 'How it was measured');
    const { campaigns, strays } = await page.evaluate(countStored);
    if (campaigns.length !== whole + 1 || strays > 0)
      throw new Error(`${strays} chunks are left of imports that were killed.`);
    return counts;
  } finally {
    await profile.close();
  }
}

async function choose(page: Page, url: string, file: string): Promise<void> {
  await page.goto(`${url}/#/`);
  await giveFile(page, 'Import', file);
}

export function recording(rows: number, startS: number): string {
  const lines = Array.from(
    { length: rows },
    (_, i) => `${(1_790_000_000 + startS + i * 0.1).toFixed(1)},${30 + (i % 17)}`,
  );
  return `t_s,rtt_ms\n${lines.join('\n')}\n`;
}

/** Runs in the page: samples of each stored campaign, and chunks that belong to none. */
async function countStored(): Promise<{ campaigns: number[]; strays: number }> {
  const done = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const open = indexedDB.open('dishprobe');
  // Killed before the app made it.
  open.onupgradeneeded = () => open.transaction?.abort();
  const db = await done(open).catch(() => undefined);
  if (db === undefined) return { campaigns: [], strays: 0 };
  const tx = db.transaction(['campaigns', 'chunks', 'seals']);
  const ids = await done<IDBValidKey[]>(tx.objectStore('campaigns').getAllKeys());
  const keys = await done<IDBValidKey[]>(tx.objectStore('chunks').getAllKeys());
  const seals = await done<{ campaignId: string; firstSeq: number; lastSeq: number }[]>(
    tx.objectStore('seals').getAll(),
  );
  db.close();
  const known = new Set(ids);
  return {
    campaigns: ids.map((id) =>
      seals
        .filter(({ campaignId }) => campaignId === id)
        .reduce((sum, { firstSeq, lastSeq }) => sum + lastSeq - firstSeq + 1, 0),
    ),
    strays: keys.filter((key) => !(Array.isArray(key) && known.has(String(key[0])))).length,
  };
}
