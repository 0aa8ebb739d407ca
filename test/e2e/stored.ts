import type { Page } from 'puppeteer-core';
import * as v from 'valibot';

/** The keys of what lies in a part of the app's database, read without the app's code. */
export const keysIn = (page: Page, part: string): Promise<string[]> => page.evaluate(keysInPage, part);

/** All records of a part of the app's database, as far as JSON can say them. */
export async function recordsIn(page: Page, part: string): Promise<Record<string, unknown>[]> {
  return v.parse(
    v.array(v.record(v.string(), v.unknown())),
    JSON.parse(await page.evaluate(recordsInPage, part)),
  );
}

/** Stores a setting behind the app's back. */
export const putSetting = (page: Page, key: string, value: unknown): Promise<void> =>
  page.evaluate(putInPage, key, value);

/** Resolves when a part of the app's database holds, or holds no more, a key that begins so. */
export async function keyShows(page: Page, part: string, start: string, there = true): Promise<void> {
  const ask = `(${keysInPage})(${JSON.stringify(part)})`;
  const has = `keys.some((key) => key.startsWith(${JSON.stringify(start)}))`;
  await page.waitForFunction(`${ask}.then((keys) => ${there ? '' : '!'}${has})`, { polling: 100 });
}

/** Names of the exports that lie in the app's private files, on their way to the downloads. */
export const exportsKept = (page: Page): Promise<string[]> => page.evaluate(exportsInPage);

// What follows runs in the page: each is sent there by itself.

function keysInPage(part: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('dishprobe');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const keys = opening.result.transaction(part).objectStore(part).getAllKeys();
      opening.result.close();
      keys.onerror = () => reject(keys.error);
      keys.onsuccess = () => resolve(keys.result.map(String));
    };
  });
}

function recordsInPage(part: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('dishprobe');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const all = opening.result.transaction(part).objectStore(part).getAll();
      opening.result.close();
      all.onerror = () => reject(all.error);
      all.onsuccess = () => resolve(JSON.stringify(all.result));
    };
  });
}

function putInPage(key: string, value: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('dishprobe');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const putting = opening.result.transaction('settings', 'readwrite');
      putting.objectStore('settings').put(value, key);
      opening.result.close();
      putting.onabort = () => reject(putting.error);
      putting.oncomplete = () => resolve();
    };
  });
}

async function exportsInPage(): Promise<string[]> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle('exports', { create: true });
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  return names;
}
