import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { epochMillis } from '../../src/core/units.ts';
import { largeBundle } from '../bench/large-bundle.ts';
import { bundleOf, storedCampaign } from '../report/bundles.ts';
import { T0 } from '../report/samples.ts';
import { BROWSER_KINDS } from '../support/browsers.ts';
import { RECORDING_T0_S, syntheticRecording } from '../support/recording.ts';
import { type AppBench, byRole, openApp, press, shows } from './app.ts';
import { rowsOf } from './csv.ts';
import { keyShows } from './stored.ts';

/** Samples of a campaign whose merge takes a while. */
const ROWS = 200_000;

/** The same with every answer 40 ms slower, a day later. */
function slower(text: string): string {
  const [comment, header, ...rows] = text.trimEnd().split('\n');
  const moved = rows.map((row) => {
    const [time, rtt] = row.split(',');
    return `${(Number(time) + 86_400).toFixed(3)},${rtt === '' ? '' : (Number(rtt) + 40).toFixed(2)}`;
  });
  return [comment, header, ...moved].join('\n');
}

/** A campaign of a minute that began at noon by the clock of its own site, as a bundle. */
function atNoon(name: string, timeZone: string, utcOffsetMin: number): Uint8Array {
  const { campaign, events, probes } = storedCampaign();
  // T0 is noon by UTC.
  const later = -utcOffsetMin * 60_000;
  const moved = (ms: number) => epochMillis(ms + later);
  const environment = campaign.environment && { ...campaign.environment, timeZone, utcOffsetMin };
  return bundleOf({
    campaign: {
      ...campaign,
      id: `campaign-${name}`,
      plan: { ...campaign.plan, name },
      createdEpochMs: moved(T0 - 1000),
      startedEpochMs: moved(T0),
      endedEpochMs: moved(T0 + 60_000),
      environment,
    },
    events: events.map((event) => ({ ...event, epochMs: moved(event.epochMs) })),
    dish: [],
    probes: probes.map((batches) =>
      batches.map((batch) => ({ ...batch, dueEpochMs: batch.dueEpochMs.map((ms) => ms + later) })),
    ),
  });
}

/** Waits until no campaign of this name is listed. */
async function gone(page: Page, name: string): Promise<void> {
  await page.waitForFunction(
    (wanted) => [...document.querySelectorAll('.campaign h3')].every((head) => head.textContent !== wanted),
    { polling: 100 },
    name,
  );
}

async function openStorage(page: Page): Promise<void> {
  await page.$$eval('summary', (all) => {
    for (const summary of all) if (summary.textContent === 'Storage') summary.click();
  });
}

/** Runs in the page: files of the origin's private file system. */
async function privateFiles(): Promise<string[]> {
  const files: string[] = [];
  for await (const folder of (await navigator.storage.getDirectory()).values())
    if (folder instanceof FileSystemDirectoryHandle) for await (const file of folder.keys()) files.push(file);
  return files;
}

describe.each(BROWSER_KINDS)('campaigns side by side in %s', (kind) => {
  let bench: AppBench;
  const folder = mkdtempSync(join(tmpdir(), 'dishprobe-compare-'));

  beforeAll(async () => {
    bench = await openApp(kind);
  });

  afterAll(async () => {
    await bench?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const goTo = (hash: string) =>
    bench.page.evaluate((to) => {
      location.hash = to;
    }, hash);
  const load = async (name: string, content: string | Uint8Array) => {
    const file = join(folder, name);
    writeFileSync(file, content);
    await goTo('#/');
    const picker = await bench.page.waitForSelector('input[type="file"]');
    if (picker === null) throw new Error('There is no file picker.');
    await picker.uploadFile(file);
    await shows(bench.page, 'How it was measured');
  };

  /** What is deleted is hidden at once, and for good as soon as the store has its mark. */
  const marked = () => keyShows(bench.page, 'settings', 'leaving:');

  it('asks for two of them, and takes them by the keyboard', async () => {
    const { page } = bench;
    await goTo('#/compare');
    await shows(page, 'No campaign has measured anything yet.');
    await load('near.csv', syntheticRecording());
    await load('far.csv', slower(syntheticRecording()));
    await press(page, 'Compare', 'link');
    await shows(page, 'Choose two campaigns or more');
    const box = await page.waitForSelector('.compare-chooser input:not(:checked)');
    await box?.focus();
    await page.keyboard.press(' ');
    await byRole(page, 'button', 'Compare 2 campaigns');
    await page.keyboard.press('Enter');
    await shows(page, 'near beside far: p50 faster by');
    await shows(page, 'no difference shown in');
    await page.waitForSelector('canvas');
    const table = await page.$eval('.compare-table', (element) => element.textContent ?? '');
    expect(table).toMatch(/faster by (39|40)\.\d ms/);
  });

  it('looks at some hours only, in the report and its exports as well', async () => {
    const { page } = bench;
    await goTo('#/');
    await press(page, 'near', 'link');
    await shows(page, 'How it was measured');
    const [from, until] = await page.evaluate(
      (startMs) =>
        [startMs, startMs + 600_000].map((ms) => {
          const at = new Date(ms);
          return `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;
        }),
      (RECORDING_T0_S + 300) * 1000,
    );
    await page.$eval('.filter summary', (summary) => summary instanceof HTMLElement && summary.click());
    for (const [label, value = ''] of [
      ['From', from],
      ['Until', until],
    ] as const) {
      await page.$$eval(
        '.filter-form .field',
        (fields, wanted, text) => {
          const field = fields.find((other) => other.textContent === wanted)?.querySelector('input');
          if (field === null || field === undefined) throw new Error(`There is no field ${wanted}.`);
          field.value = text;
          field.dispatchEvent(new Event('input', { bubbles: true }));
        },
        label,
        value,
      );
    }
    await press(page, 'Apply the filter');
    await shows(page, 'Filtered.');
    await shows(page, '10 min 00 s of the campaign are looked at');
    const samples = await bench.download('Export samples CSV');
    expect(samples.name).toContain('_filtered_');
    await press(page, 'Compute data hash');
    await shows(page, createHash('sha256').update(samples.text).digest('hex'));
    const rows = rowsOf(samples.text);
    expect(rows.length).toBeGreaterThan(2500);
    expect(rows.length).toBeLessThan(3050);
    const due = rows.map((row) => Number(row.due_epoch_ms));
    expect(Math.max(...due) - Math.min(...due)).toBeLessThan(600_000);
    const percentiles = rowsOf((await bench.download('Export percentiles CSV')).text);
    const row = percentiles.find(({ metric, population }) => metric === 'rtt' && population === 'ok');
    expect(Number(row?.ok)).toBe(rows.filter(({ outcome }) => outcome === 'ok').length);
    expect(row?.campaign).toContain(`only ${from} to ${until}`);
    // One of the three silences lies in these ten minutes.
    const outages = rowsOf((await bench.download('Export outages CSV')).text);
    expect(outages.filter(({ kind: what }) => what === 'outage')).toHaveLength(1);
    await press(page, 'Show all');
    await shows(page, '3 outages');
  });

  it('renames, tags and notes, and filters by tags', async () => {
    const { page } = bench;
    await goTo('#/');
    await press(page, 'Edit far');
    await page.waitForSelector('.labels');
    for (const [label, text] of [
      ['Name', 'Abisko'],
      ['Tags', 'rain, new  mast, rain'],
      ['Note', '=<b>a note</b>'],
    ] as const) {
      const field = await byRole(page, 'textbox', label);
      await field.evaluate((input) => {
        if (input instanceof HTMLInputElement || input instanceof HTMLTextAreaElement) input.select();
      });
      await field.type(text);
    }
    await press(page, 'Save');
    await shows(page, '=<b>a note</b>');
    await press(page, 'new mast');
    await shows(page, '1 of 2 campaigns');
    expect(await page.$$('.campaign')).toHaveLength(1);
    await page.reload();
    await shows(page, 'Abisko');
    await shows(page, 'new mast');
  });

  it('deletes with undo, for good when the page is left, and all by a second press', async () => {
    const { page } = bench;
    await press(page, 'Delete Abisko');
    await gone(page, 'Abisko');
    await press(page, 'Undo');
    await shows(page, '=<b>a note</b>');
    await press(page, 'Delete Abisko');
    await gone(page, 'Abisko');
    await marked();
    await page.reload();
    await shows(page, 'near');
    await gone(page, 'Abisko');
    await openStorage(page);
    await shows(page, '1 campaign, about');
    await press(page, 'Delete all');
    await shows(page, 'For a few seconds it can be undone.');
    await press(page, 'Yes, delete the campaign');
    await shows(page, 'No campaigns yet');
    await press(page, 'Undo');
    await shows(page, 'near');
    // As a large export and a killed worker leave them.
    await page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      for (const name of ['exports', 'reserve']) {
        const folder = await root.getDirectoryHandle(name, { create: true });
        const file = await folder.getFileHandle(`${Date.now()}-1`, { create: true });
        const writable = await file.createWritable();
        await writable.write('seq,rtt_ms');
        await writable.close();
      }
    });
    expect(await page.evaluate(privateFiles)).toHaveLength(2);
    await openStorage(page);
    await press(page, 'Delete all');
    await press(page, 'Yes, delete the campaign');
    await shows(page, 'No campaigns yet');
    await marked();
    await page.reload();
    await page.waitForFunction(`(${privateFiles})().then((files) => files.length === 0)`, { polling: 100 });
    expect(bench.faults).toEqual([]);
  });

  it('ends a merge by its button, and stores nothing of it', async () => {
    const { page } = bench;
    for (const day of [0, 1]) await load(`day-${day}.dishprobe`, Buffer.concat([...largeBundle(ROWS, day)]));
    await press(page, 'Compare', 'link');
    await shows(page, 'Choose two campaigns or more');
    await page.$$eval('.compare-chooser input:not(:checked)', (boxes) => {
      for (const box of boxes) if (box instanceof HTMLInputElement) box.click();
    });
    // By hand it would be over sooner or later than the press.
    await page.evaluate(() => {
      const find = () =>
        [...document.querySelectorAll('button')].find((button) => button.textContent === 'Cancel the merge');
      const watch = new MutationObserver(() => {
        find()?.click();
        if (find() !== undefined) watch.disconnect();
      });
      watch.observe(document.body, { childList: true, subtree: true });
    });
    await press(page, 'Merge into one campaign');
    await shows(page, 'The merge was cancelled. Nothing was stored.');
    await goTo('#/');
    await shows(page, 'Large');
    expect(await page.$$('.campaign')).toHaveLength(2);
    await page.reload();
    await shows(page, 'Large');
    expect(await page.$$('.campaign')).toHaveLength(2);
    expect(bench.faults).toEqual([]);
  });

  it('looks at hours by the clock of each site', async () => {
    const { page } = bench;
    await load('kiruna.dishprobe', atNoon('kiruna', 'Europe/Stockholm', 60));
    await load('tokyo.dishprobe', atNoon('tokyo', 'Asia/Tokyo', 540));
    await goTo('#/compare?id=campaign-kiruna&id=campaign-tokyo&after=12:00&before=12:05');
    await shows(
      page,
      'Of each campaign only 12:00 to 12:05 Europe/Stockholm (kiruna), 12:00 to 12:05 Asia/Tokyo (tokyo) is looked at.',
    );
    const hint = await page.$eval('.filter-form .hint', (element) => element.textContent ?? '');
    expect(hint).toContain(
      'Days and hours by the clock of each campaign’s own site: kiruna in Europe/Stockholm, tokyo in Asia/Tokyo.',
    );
  });
});
