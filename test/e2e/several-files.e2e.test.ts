import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSER_KINDS } from '../support/browsers.ts';
import { daysOfRecording } from '../support/recording.ts';
import { type AppBench, byRole, giveFile, openApp, shows } from './app.ts';
import { keysIn } from './stored.ts';

/** Runs in the page: keeps what is said of the import that is under way. */
function keepProgress(): void {
  const said: string[] = [];
  Object.assign(window, { said });
  new MutationObserver(() => {
    const text = document.querySelector('.import-progress label')?.textContent ?? '';
    if (text !== '' && said.at(-1) !== text) said.push(text);
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}

/** Runs in the page: drops text files of these names onto it. */
function drop(files: Record<string, string>): void {
  const dataTransfer = new DataTransfer();
  for (const [name, text] of Object.entries(files)) dataTransfer.items.add(new File([text], name));
  document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
}

describe.each(BROWSER_KINDS)('several files at once in %s', (kind) => {
  let bench: AppBench;
  const folder = mkdtempSync(join(tmpdir(), 'dishprobe-several-'));

  beforeAll(async () => {
    bench = await openApp(kind);
  });

  afterAll(async () => {
    await bench?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are imported one after the other, and one that is broken is named and keeps none of them out', async () => {
    const { page } = bench;
    await page.evaluate(keepProgress);
    const texts = {
      'first.csv': daysOfRecording(1),
      'broken.csv': 't_s,rtt_ms\n1,fast\n',
      'last.csv': daysOfRecording(2),
    };
    const paths = Object.entries(texts).map(([name, text]) => {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    });
    await giveFile(page, 'Import', ...paths);
    await byRole(page, 'link', 'last');
    await byRole(page, 'link', 'first');
    await shows(page, 'broken.csv cannot be read');
    await shows(page, 'Line 2: rtt_ms is "fast"');
    expect(await page.evaluate(() => Object.entries(window).find(([key]) => key === 'said')?.[1])).toEqual([
      'Reading 1 of 3: first.csv',
      'Reading 2 of 3: broken.csv',
      'Reading 3 of 3: last.csv',
    ]);
    expect(new URL(page.url()).hash).toBe('#/');
    expect(await keysIn(page, 'campaigns')).toHaveLength(2);
    // What their reports come to, though nobody opened one.
    const judged = () => page.$$eval('.row-verdict .verdict-mark', ({ length }) => length);
    await expect.poll(judged, { timeout: 60_000 }).toBe(2);
  });

  it('are taken when they are dropped as well, and a plan among them asks to be chosen alone', async () => {
    const { page } = bench;
    await page.evaluate(drop, { 'plan.json': '{"dishprobePlan":1}', 'dropped.csv': daysOfRecording(3) });
    await byRole(page, 'link', 'dropped');
    await shows(page, 'plan.json was not imported');
    await shows(page, 'It looks like a plan, which is reviewed before it is stored. Choose it alone.');
    expect(await keysIn(page, 'campaigns')).toHaveLength(3);
    expect(bench.faults).toEqual([]);
  });
});
