import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { strFromU8, unzipSync } from 'fflate';
import { parquetMetadata } from 'hyparquet';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recompute } from '../independent/recompute.mjs';
import { BROWSER_KINDS } from '../support/browsers.ts';
import { dishAnswer } from '../support/dish-answer.ts';
import { daysOfRecording, RECORDING_TRUTH, syntheticRecording } from '../support/recording.ts';
import { type AppBench, fill, giveFile, openApp, choose as pick, press, shows } from './app.ts';
import { rowsOf } from './csv.ts';
import { availabilityFindings, percentileFindings, verdictFindings } from './page-numbers.ts';
import { printedBy } from './printed.ts';
import { keysIn } from './stored.ts';

/** Sections of the report whose figures are made again; those of the hours in a recording of days. */
const REPRODUCED = [
  '.answer',
  'How slow are the slowest answers?',
  'How long does an answer take?',
  'Percentiles, ms',
  'How it was measured',
  'How much do round trips vary?',
  'Does the link change every 15 s, as Starlink does?',
  'How long are round trips within a slot?',
  'Does the hour of the day matter?',
  'How does this compare with what Starlink publishes?',
  'Could models be trained over this link?',
  'What does it cost?',
];

const PROBES = [{ name: 'recording', kind: 'http', timeoutMs: 5000 }];

describe.each(BROWSER_KINDS)('an imported recording in %s', (kind) => {
  let bench: AppBench;
  const folder = mkdtempSync(join(tmpdir(), 'dishprobe-recording-'));

  beforeAll(async () => {
    bench = await openApp(kind);
  });

  afterAll(async () => {
    await bench?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const choose = async (button: string, name: string, text: string | Uint8Array) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    await giveFile(bench.page, button, file);
  };

  it('is refused as a whole when a late line is wrong, with the line and the mend', async () => {
    const lines = syntheticRecording().split('\n');
    lines[8000] = lines[8000]?.replace(/,.*/, ',fast') ?? '';
    await choose('Import', 'kiruna.csv', lines.join('\n'));
    await shows(bench.page, 'Line 8001: rtt_ms is "fast", which is no number.');
    await shows(bench.page, 'Nothing was stored.');
    await shows(bench.page, 'No campaigns yet');
  });

  it('becomes a finished campaign with a report, which says where it comes from', async () => {
    await choose('Import', 'kiruna.csv', syntheticRecording());
    await shows(bench.page, 'How it was measured');
    await shows(bench.page, 'imported from kiruna.csv');
    await shows(bench.page, '3 outages');
    await shows(bench.page, 'Steps of over 1 s and over four usual ones count as unmeasured');
  });

  const exported = async () => ({
    samples: (await bench.download('Export samples CSV')).text,
    percentiles: (await bench.download('Export percentiles CSV')).text,
    outages: (await bench.download('Export outages CSV')).text,
  });

  let texts = { samples: '', percentiles: '', outages: '' };

  it('exports numbers that come out again from its samples alone, to the printed digit', async () => {
    texts = await exported();
    const { findings, wrong, outages } = recompute(texts);
    expect(wrong).toEqual([]);
    // Three metrics of two populations, with 7 counts and 10 figures each, and a row for each silence.
    expect(findings.length).toBeGreaterThan(100);

    const silentS = RECORDING_TRUTH.blackouts.map(([from, to]) => to - from);
    expect(outages.outage?.rows).toBe(silentS.length);
    const sum = silentS.reduce((a, b) => a + b, 0);
    const off = Math.abs((outages.outage?.seconds ?? 0) - sum);
    expect(off).toBeLessThan(Math.max(0.02 * sum, silentS.length));
    const [gapFrom, gapTo] = RECORDING_TRUTH.gap;
    expect(outages.unmeasured?.rows).toBe(1);
    expect(Math.abs((outages.unmeasured?.seconds ?? 0) - (gapTo - gapFrom))).toBeLessThan(0.5);
    for (const text of Object.values(texts)) expect(text).toContain('(imported from kiruna.csv)');
  });

  it('prints figures of rhythm, training and cost that come out again from these files', async () => {
    const { page } = bench;
    await fill(page, 'Price of a month', '49.5');
    await fill(page, 'Price of a GB', '0.25');
    await fill(page, 'Currency', 'EUR');
    await shows(page, 'An hour in which the link was there costs');
    const findings: { where: string }[] = [];
    for (const [uplink, headings] of [
      ['20', REPRODUCED],
      ['45000', REPRODUCED.slice(-2)],
    ] as const) {
      await fill(page, 'Uplink of a worker', uplink);
      const { findings: found, wrong } = recompute(
        texts,
        await printedBy(page, headings, 'recording', PROBES),
      );
      expect(wrong).toEqual([]);
      findings.push(...found);
    }
    // Of each section as many figures as it prints, training and cost twice: none is passed over.
    const counted = [
      'opening',
      'counts',
      'jitter',
      'slots',
      'fold',
      'hours',
      'claims',
      'barrier',
      'stretch',
      'Training',
      'cost',
    ];
    const counts = counted.map((name) => [
      name,
      findings.filter(({ where }) => where.startsWith(name)).length,
    ]);
    expect(Object.fromEntries(counts)).toEqual({
      opening: 3,
      counts: 7,
      jitter: 9,
      slots: 12,
      fold: 75,
      hours: 1,
      claims: 20,
      barrier: 58,
      stretch: 42,
      Training: 7,
      cost: 12,
    });
    for (const name of ['curve', 'line'])
      expect(findings.filter(({ where }) => where.startsWith(`${name} `)).length).toBeGreaterThan(100);
  });

  it('shows intervals, a verdict and availability that come out again, to the printed digit', async () => {
    const { page } = bench;
    await shows(page, 'No limits are set, so there is no verdict.');
    await page.click('.judge-by > summary');
    for (const [name, share, value] of [
      ['Round trip', '95', '60'],
      ['Round trip', '46', '45'],
      ['Answered at all', '98'],
      ['Availability of the link', '98'],
      ['First token', '95', '450'],
    ] as const) {
      const index = await page.$$eval('.judge-form .limit', ({ length }) => length);
      await pick(page, 'Add a limit', name);
      await page.waitForSelector(`#field-limits-${index}-share`);
      await typeInto(page, `#field-limits-${index}-share`, share);
      if (value !== undefined) await typeInto(page, `#field-limits-${index}-ms`, value);
    }
    await fill(page, 'Availability target', '99 of 100');
    await press(page, 'Judge by these');
    await shows(page, 'Nothing was changed: mend what is marked above.');
    await fill(page, 'Availability target', '99');
    await press(page, 'Judge by these');
    await shows(page, 'the target is 99 %, and the interval is made for one look');
    await shows(page, 'after measuring: they may have been chosen for what was seen');
    await press(page, 'Back to what the plan says');
    await shows(page, 'No limits are set, so there is no verdict.');
    await press(page, 'Undo');
    await shows(page, 'the target is 99 %, and the interval is made for one look');
    await shows(page, 'Limits chosen on');
    const [plan = ''] = gunzipSync((await bench.download('Export bundle')).bytes)
      .toString('utf8')
      .split('\n');
    const files = await exported();
    const { figures, wrong } = recompute({ ...files, plan });
    expect(wrong).toEqual([]);
    const rows = rowsOf(files.percentiles);
    const found = [
      ...(await verdictFindings(page, figures)),
      ...(await availabilityFindings(page, figures)),
      ...(await percentileFindings(page, rows, 'ok')),
    ];
    await press(page, 'All due', 'radio');
    await shows(page, 'All requests that were due');
    found.push(...(await percentileFindings(page, rows, 'scheduled')));
    expect(found.filter(({ agrees }) => !agrees)).toEqual([]);
    // Five limits, 29 moments, two columns of availability, three metrics of two populations.
    expect(found.length).toBeGreaterThan(250);
  });

  it('is laid beside what a dish recorded at that time', async () => {
    await choose('Import dish history', 'status.json', '{"dishGetStatus":{}}');
    await shows(bench.page, 'it is no history of a dish');
    await choose('Import dish history', 'history.json', JSON.stringify(dishAnswer()));
    await shows(bench.page, 'placed by the outages that the dish lists');
    await shows(bench.page, '2 failures seen by both');
    await shows(bench.page, '1 failure by the dish only');
    await shows(bench.page, 'OBSTRUCTED');
    const all = await countAll(bench.page);
    await press(bench.page, 'Remove dish history');
    await shows(bench.page, 'The dish history is removed.');
    expect(await countAll(bench.page)).toBe(all - 1);
    // Other toasts may still offer to undo other things.
    await bench.page.$$eval('.toast', (toasts) => {
      for (const toast of toasts)
        if (toast.textContent?.includes('The dish history')) toast.querySelector('button')?.click();
    });
    await expect.poll(() => countAll(bench.page), { timeout: 20_000 }).toBe(all);
    await shows(bench.page, '1 failure by the dish only');
  });

  it('shows its verdict and availability on the first page, where a dish’s file finds its campaign, too', async () => {
    await press(bench.page, 'Dishprobe', 'link');
    await shows(bench.page, 'available');
    await choose('Import', 'answer.txt', JSON.stringify(dishAnswer()));
    await shows(bench.page, 'is what a Starlink dish recorded');
    await press(bench.page, 'Add to the campaign');
    await shows(bench.page, '2 failures seen by both');
  });

  it('of four days prints what the evening adds, which comes out again, too', async () => {
    const { page } = bench;
    await page.goto(`${bench.app.url}/#/`);
    await choose('Import', 'days.csv', daysOfRecording());
    await shows(page, 'from 18 to 21 h');
    const probes = [{ name: 'recording', kind: 'http', timeoutMs: 5000 }];
    const { findings, wrong } = recompute(
      await exported(),
      await printedBy(
        page,
        // Training was compared above; its simulations would take most of this test's time.
        REPRODUCED.filter((name) => !/within a slot|trained/.test(name)),
        'recording',
        probes,
      ),
    );
    expect(wrong).toEqual([]);
    expect(findings.filter(({ where }) => where.startsWith('hours 2')).length).toBeGreaterThan(24 * 4);
    await page.goto(`${bench.app.url}/#/`);
    await press(page, 'Delete days');
    await shows(page, 'Import');
  });

  let bundle: Buffer;
  let samples: string;

  it('leaves as a bundle, as Parquet and as tables of its events, in files of the same rows', async () => {
    await press(bench.page, 'kiruna', 'link');
    await shows(bench.page, 'How it was measured');
    ({ bytes: bundle } = await bench.download('Export bundle'));
    expect(gunzipSync(bundle).toString('utf8')).not.toContain('secret');
    ({ text: samples } = await bench.download('Export samples CSV'));
    const { bytes: parquet } = await bench.download('Export Parquet');
    const rows = samples.trimEnd().split('\r\n').length - 1;
    expect(Number(parquetMetadata(Uint8Array.from(parquet).buffer).num_rows)).toBe(rows);
    expect((await bench.download('Export events CSV')).text).toContain(',import,');
    const days = unzipSync((await bench.download('Export a CSV a day')).bytes);
    const texts = Object.entries(days).map(([name, bytes]) => [name, strFromU8(bytes)] as const);
    expect(texts[0]?.[1]).toContain('due_utc: When the request was due');
    const bodies = texts.slice(1).map(([, text]) => text.slice(text.indexOf('\r\n') + 2));
    expect(bodies.join('')).toBe(samples.slice(samples.indexOf('\r\n') + 2));
    expect(Object.keys(unzipSync((await bench.download('Export .hgrm')).bytes))).toEqual([
      '1-recording_response.hgrm',
      '1-recording_rtt.hgrm',
    ]);
  });

  it('is known again when its bundle comes, and a damaged one says where it broke', async () => {
    const { page } = bench;
    await page.goto(`${bench.app.url}/#/`);
    await choose('Import', 'kiruna.dishprobe', bundle);
    await shows(page, 'This campaign is stored here already, with the same content.');
    const damaged = Uint8Array.from(bundle);
    const at = bundle.length >> 1;
    damaged[at] = (damaged[at] ?? 0) ^ 4;
    await choose('Import', 'damaged.dishprobe', damaged);
    await shows(page, 'damaged.dishprobe cannot be read');
    await shows(page, 'The file is damaged or was changed; get it again.');
  });

  it('is gone with all that belongs to it when it is deleted', async () => {
    const { page } = bench;
    await press(page, 'Delete kiruna');
    await shows(page, 'No campaigns yet');
    await expect.poll(() => countAll(page), { timeout: 30_000 }).toBe(0);
  });

  it('leaves nothing of a bundle that is damaged near its end', async () => {
    const damaged = Uint8Array.from(bundle);
    const at = bundle.length - 40;
    damaged[at] = (damaged[at] ?? 0) ^ 1;
    await choose('Import', 'late.dishprobe', damaged);
    await shows(bench.page, 'late.dishprobe cannot be read');
    expect(await countAll(bench.page)).toBe(0);
  });

  it('comes back from its bundle, which is then made again byte for byte', async () => {
    const { page } = bench;
    await choose('Import', 'kiruna.dishprobe', bundle);
    await shows(page, 'How it was measured');
    await shows(page, '2 failures seen by both');
    const { bytes } = await bench.download('Export bundle');
    expect(bytes.equals(bundle)).toBe(true);
  });

  it('comes back from its samples CSV as another campaign, which says what that lacks', async () => {
    const { page } = bench;
    await page.goto(`${bench.app.url}/#/`);
    await choose('Import', 'samples.csv', samples);
    await shows(page, 'Not in the file');
    const { text } = await bench.download('Export samples CSV');
    const cells = (csv: string) => csv.split('\r\n').map((line) => line.split(',').slice(1));
    // The name says where it comes from, twice now; every other cell is as it was.
    expect(cells(text.replaceAll(/^[^\r\n]*\(imported from samples\.csv\)/gm, ''))).toEqual(
      cells(samples.replaceAll(/^[^\r\n]*\(imported from kiruna\.csv\)/gm, '')),
    );
    await page.goto(`${bench.app.url}/#/`);
    await choose('Import', 'samples.csv', samples);
    await shows(page, 'This file was imported already, byte for byte.');
    expect(bench.faults).toEqual([]);
  });
});

/** Types into the field of this selector in place of what stands there. */
async function typeInto(page: Page, selector: string, text: string): Promise<void> {
  await page.$eval(selector, (input) => input instanceof HTMLInputElement && input.select());
  await page.type(selector, text);
}

/** Records of campaigns, chunks and events, and settings of imports, in the page's database. */
async function countAll(page: Page): Promise<number> {
  const parts = await Promise.all(['campaigns', 'chunks', 'events'].map((part) => keysIn(page, part)));
  const settings = await keysIn(page, 'settings');
  return [...parts.flat(), ...settings.filter((key) => /^(import|dish):/.test(key))].length;
}
