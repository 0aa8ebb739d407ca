import { expect, it } from 'vitest';
import { BROWSER_KINDS } from '../support/browsers.ts';
import { openApp, shows } from './app.ts';

const WORDS = 'The browser has not opened its store of campaigns yet.';

it.each(BROWSER_KINDS)('a database that does not open is told, until it does, in %s', async (kind) => {
  const bench = await openApp(kind);
  try {
    const { page: busy, app } = bench;
    await shows(busy, 'No campaigns yet');
    await busy.goto(`${app.url}/icon-192.png`);
    await busy.evaluate(holdUpgrade);
    const page = await bench.browser.newPage();
    page.setDefaultTimeout(60_000);
    await page.goto(app.url);
    await shows(page, WORDS);
    await busy.evaluate(() => Reflect.get(globalThis, 'letGo')());
    await shows(page, 'No campaigns yet');
    expect(await page.evaluate(() => document.body.innerText)).not.toContain(WORDS);
    expect(bench.faults).toEqual([]);
  } finally {
    await bench.close();
  }
});

/** Holds the database, new, in an upgrade that goes on until `letGo` is called, and leaves none: nobody is told that it is blocked. */
function holdUpgrade(): Promise<void> {
  return new Promise((resolve, reject) => {
    const gone = indexedDB.deleteDatabase('dishprobe');
    gone.onerror = () => reject(gone.error);
    gone.onsuccess = () => {
      let isHeld = true;
      const open = indexedDB.open('dishprobe', 1);
      open.onupgradeneeded = () => {
        const { transaction, result } = open;
        const store = result.createObjectStore('held');
        const spin = () => {
          if (!isHeld) transaction?.abort();
          else store.get('nothing').onsuccess = spin;
        };
        spin();
        resolve();
      };
      // Of the abort, which is wanted.
      open.onerror = (event) => event.preventDefault();
      Object.assign(globalThis, {
        letGo: () => {
          isHeld = false;
        },
      });
    };
  });
}
