import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { unzipSync } from 'fflate';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleOf, storedCampaign } from '../report/bundles.ts';
import { BROWSER_KINDS, launch, type TestBrowser } from '../support/browsers.ts';
import { readPng } from '../support/png.ts';
import { type AppBench, openApp, press, setSize, shows } from './app.ts';
import { putSetting } from './stored.ts';

/** 170 mm at 300 dots an inch. */
const PRINT_WIDTH = 2008;
const DOTS_PER_METRE = 11_811;
const SECRET = 'Bearer sk-of-nobody';

/** A campaign whose texts are markup wherever people may write some. */
function hostileCampaign() {
  const stored = storedCampaign();
  const { plan } = stored.campaign;
  const site = { ...plan.site, name: '<i>north</i>', note: '</style><script>alert(1)</script>' };
  const [ping, ...others] = plan.probes;
  if (ping === undefined) throw new Error('no probe');
  const probes = [{ ...ping, name: '<img src=x>', url: 'https://host/ping?bytes=64&place=pier' }, ...others];
  return {
    ...stored,
    campaign: {
      ...stored.campaign,
      plan: { ...plan, name: '"Kiruna" <b>pilot</b> */ } @import "x";', site, probes },
      note: '<svg onload=alert(1)>',
      tags: ['<u>rain</u>'],
    },
  };
}

/** The tables of an element by the name of their region, rows of cells; folded figures behind plots are left out. */
function tablesIn(selector: string, place = 0): Record<string, string[][]> {
  const root = document.querySelectorAll(selector)[place];
  const regions = [...(root?.querySelectorAll('.table-scroll') ?? [])];
  const text = (element: Element) => (element.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
  return Object.fromEntries(
    regions
      .filter((region) => region.closest('.chart') === null)
      .map((region) => [
        region.getAttribute('aria-label') ?? '',
        [...region.querySelectorAll('tr')].map((row) => [...row.querySelectorAll('th, td')].map(text)),
      ]),
  );
}

const textsIn = (selector: string) =>
  [...document.querySelectorAll(selector)].map((element) =>
    (element.textContent ?? '').replaceAll(/\s+/g, ' ').trim(),
  );

/** How many dots of a picture are not white, and how many colours it has, looked at from afar. */
async function looksOf(page: Page, png: Uint8Array): Promise<{ inked: number; colours: number }> {
  const source = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
  return await page.evaluate(async (from) => {
    const image = new Image();
    image.src = from;
    await image.decode();
    const [width, height] = [Math.round(image.width / 4), Math.round(image.height / 4)];
    const canvas = new OffscreenCanvas(width, height);
    const pen = canvas.getContext('2d');
    if (pen === null) throw new Error('no canvas');
    pen.drawImage(image, 0, 0, width, height);
    const dots = new Uint32Array(pen.getImageData(0, 0, width, height).data.buffer);
    return { inked: dots.filter((dot) => dot !== 0xffff_ffff).length, colours: new Set(dots).size };
  }, source);
}

describe.each(BROWSER_KINDS)('the report on paper in %s', (kind) => {
  let bench: AppBench;
  let html: string;
  let reader: TestBrowser;
  let file: Page;
  const folder = mkdtempSync(join(tmpdir(), 'dishprobe-paper-'));
  const hostile = hostileCampaign();

  beforeAll(async () => {
    bench = await openApp(kind);
    const file = join(folder, 'hostile.dishprobe');
    writeFileSync(file, bundleOf(hostile));
    const picker = await bench.page.waitForSelector('input[type="file"]');
    await picker?.uploadFile(file);
    await shows(bench.page, 'How it was measured');
    // As the form does for the campaign that is shown.
    const id = await bench.page.evaluate(() => location.hash.split('/')[2]);
    await putSetting(bench.page, `secrets:${id}`, { ping: { header: 'Authorization', value: SECRET } });
  });

  afterAll(async () => {
    await reader?.close();
    await bench?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is one file that holds no script, no address to fetch from, and no secret', async () => {
    const { name, text } = await bench.download('Export HTML report');
    html = text;
    expect(name).toMatch(/^dishprobe_Kiruna-b-pilot-b-import-x_i-north-i_simulated_report_20261122\.html$/);
    // Of a megabyte of text only what is found is compared: vitest would lay the whole beside it.
    const found = (what: RegExp, within = html) => [...within.matchAll(what)].map(([part]) => part);
    const style = found(/<style>.*?<\/style>/gs);
    expect(found(/content="default-src[^"]*"/g)).toEqual([
      `content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`,
    ]);
    expect(found(/<(script|link|iframe|object|base|a|form|input|button)\b|http-equiv="refresh"/gi)).toEqual(
      [],
    );
    expect(found(/url\(|@import|expression/gi, style.join())).toEqual([]);
    expect(style).toHaveLength(1);
    expect(found(/\s(src|href|srcset|action|poster)="(?!data:image\/png;base64,)/gi)).toEqual([]);
    expect(found(/sk-of-nobody|pier/g)).toEqual([]);
  });

  it('opens from a file without a network, asks for nothing, and has the figures of the page', async () => {
    const { page } = bench;
    const path = join(folder, 'report.html');
    writeFileSync(path, html);
    // Another browser, without the app and without a network.
    reader = await launch(kind, { offline: true });
    file = await reader.newPage();
    const asked: string[] = [];
    file.on('request', (request) => asked.push(request.url()));
    const url = pathToFileURL(path).href;
    await file.goto(url, { waitUntil: 'load' });
    const probes = hostile.campaign.plan.probes.map((probe) => probe.name);
    for (const [place, probe] of probes.entries()) {
      await page.$$eval(
        '[role=tab]',
        (tabs, at) => tabs[at] instanceof HTMLElement && tabs[at].click(),
        place,
      );
      const shown = await page.evaluate(tablesIn, '#tab-panel');
      const printed = await file.evaluate(tablesIn, '.paper-probe', place);
      const { [`Percentiles of ${probe}`]: answered, ...others } = shown;
      expect(answered?.length).toBeGreaterThan(3);
      expect(printed).toMatchObject({ ...others, [`Percentiles of ${probe}, Answered`]: answered });
      await page.$$eval('.percentiles input', ([, due]) => due instanceof HTMLElement && due.click());
      const due = await page.evaluate(tablesIn, '#tab-panel');
      expect(printed[`Percentiles of ${probe}, All due`]).toEqual(due[`Percentiles of ${probe}`]);
      const said = await page.evaluate(textsIn, '#tab-panel p.column');
      expect(await file.evaluate(textsIn, 'p')).toEqual(expect.arrayContaining(said));
    }
    for (const part of ['.verdict', '.availability', '.outages', '.dish', '.training', '.events']) {
      const shown = await page.evaluate(tablesIn, part);
      expect(await file.evaluate(tablesIn, part), part).toEqual(shown);
    }
    expect(await file.evaluate(textsIn, 'h2')).toEqual(
      expect.arrayContaining(await page.evaluate(textsIn, 'h2')),
    );
    const pictures = await file.$$eval('img', (all) =>
      all.map((image) => [image.naturalWidth > 2000, image.alt !== '']),
    );
    expect(pictures.length).toBeGreaterThan(5);
    expect(pictures).toEqual(pictures.map(() => [true, true]));
    const ids = await file.$$eval('[id]', (all) => all.map(({ id }) => id));
    expect(ids).toEqual([...new Set(ids)]);
    expect(asked.filter((address) => !address.startsWith('data:') && !url.startsWith(address))).toEqual([]);
    expect(await file.evaluate(tryToBreakOut)).toEqual(['img-src', 'script-src-elem']);
  });

  it('shows markup in names, notes, tags and events as text', async () => {
    expect(await file.$$('i, b, u, svg[onload], script, img:not(.plot-image)')).toEqual([]);
    const text = await file.evaluate(() => document.body.textContent ?? '');
    const { plan, note, tags = [] } = hostile.campaign;
    for (const written of [
      plan.name,
      plan.site.name,
      plan.site.note,
      note,
      tags[0],
      '<img src=x>',
      '<script>',
    ])
      expect(text.includes(written ?? '?'), written).toBe(true);
    expect(await file.title()).toContain(plan.name);
    // The style sheet has the name in it, too, and ends where it should.
    expect(await file.$$eval('style', (all) => all.length)).toBe(1);
  });

  it('ties the file to the samples, and says what was looked at', async () => {
    const samples = await bench.download('Export samples CSV');
    const hash = createHash('sha256').update(samples.bytes).digest('hex');
    expect(html.split(hash).length - 1).toBe(3);
    expect(html.includes(`${samples.bytes.length.toLocaleString('en-GB')} bytes`)).toBe(true);
  });

  it('does not depend on the theme or the width of the window', async () => {
    const { page } = bench;
    await setSize(page, { width: 390, height: 800 });
    await page.select('.theme-choice select', 'dark');
    const { text } = await bench.download('Export HTML report');
    const madeAt = /<dt>Report made<\/dt><dd>[^<]*/;
    expect(text.replace(madeAt, '') === html.replace(madeAt, '')).toBe(true);
    await page.select('.theme-choice select', 'system');
    await setSize(page, { width: 1280, height: 900 });
  });

  it('saves a plot as a picture at print size, by the keyboard', async () => {
    const png = await bench.download('Save as PNG: How long does the first token take?', 'keys');
    expect(png.name).toMatch(/_simulated_chat_How-long-does-the-first-token-take_20261122\.png$/);
    const { width, height, dotsPerMetre } = readPng(png.bytes);
    expect([width, dotsPerMetre]).toEqual([PRINT_WIDTH, DOTS_PER_METRE]);
    expect(height).toBeGreaterThan(1000);
    const looks = await looksOf(bench.page, png.bytes);
    expect(looks.inked).toBeGreaterThan(5000);
    expect(looks.colours).toBeGreaterThan(50);
  });

  it('saves all plots, of all probes, in one zip', async () => {
    const { name, bytes } = await bench.download('Export all plots');
    expect(name).toMatch(/_simulated_plots_20261122\.zip$/);
    const { 'plots.txt': list, ...plots } = unzipSync(bytes);
    const names = Object.keys(plots);
    expect(names.length).toBe(html.split('<img ').length - 1);
    expect(new TextDecoder().decode(list).trim().split('\r\n').slice(-names.length).at(0)).toMatch(/^1\. /);
    for (const [of, png] of Object.entries(plots)) {
      expect(readPng(Buffer.from(png)).width, of).toBe(PRINT_WIDTH);
      expect((await looksOf(bench.page, png)).inked, of).toBeGreaterThan(2000);
    }
  });

  // Firefox opens a preview that no script can close again.
  if (kind === 'chromium')
    it('is printed by its own button', async () => {
      const printing = bench.page.evaluate(
        () => new Promise((resolve) => addEventListener('beforeprint', () => resolve(true), { once: true })),
      );
      await press(bench.page, 'Print report');
      expect(await printing).toBe(true);
    });

  it('says which part of the campaign it is of', async () => {
    const { page } = bench;
    await page.evaluate(() => {
      location.hash = `${location.hash}?from=2026-11-22`;
    });
    await shows(page, 'Filtered.');
    await shows(page, 'How it was measured');
    const { name, text } = await bench.download('Export HTML report');
    expect(name).toContain('_filtered_report_');
    expect(/<dt>Filter<\/dt><dd>Only from 2026-11-22/.test(text)).toBe(true);
    expect(bench.faults).toEqual([]);
  });
});

/** Puts a picture from elsewhere and a script into the document; resolves with the rules that refused them. */
function tryToBreakOut(): Promise<string[]> {
  return new Promise((resolve) => {
    const refused: string[] = [];
    const image = new Image();
    const script = document.createElement('script');
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
      refused.push(effectiveDirective);
      if (refused.length < 2) return;
      image.remove();
      script.remove();
      resolve(refused.sort());
    });
    image.src = 'http://127.0.0.1:9/beacon.png';
    script.textContent = 'document.title = "taken"';
    document.head.append(image, script);
  });
}
