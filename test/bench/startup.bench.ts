import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import type { BenchRow } from '../../src/commands/bench-row.ts';
import { BROWSER_KINDS, type BrowserKind, launch } from '../support/browsers.ts';
import { median } from '../support/quantile.ts';
import { READY_BUTTON, servePages } from './bare-page.ts';
import { wholeFromEnv } from './settings.ts';

const FIRST_LOAD_BUDGET_MS = 1000;
const PEER = 'bare HTML page with one button, same server';
const MARK = 'bench-ready';
const INSTALL_WITHIN_MS = 30_000;

/** How long a first visit, and a later one through the service worker, take until a campaign can be begun. */
export async function bench(emit: (row: BenchRow) => void): Promise<void> {
  const runs = wholeFromEnv('BENCH_RUNS', 7, 1);
  const pages = await servePages();
  try {
    for (const kind of BROWSER_KINDS) {
      const app: Visits[] = [];
      const bare: Visits[] = [];
      for (let run = 1; run <= runs; run += 1) {
        process.stderr.write(`${kind}: run ${run} of ${runs}\n`);
        app.push(await visitTwice(kind, pages.appUrl, true));
        bare.push(await visitTwice(kind, pages.bareUrl, false));
      }
      for (const row of rowsOf(app, bare)) emit({ ...row, metric: `${kind}: ${row.metric}` });
    }
  } finally {
    await pages.close();
  }
}

interface Visits {
  /** First visit of a new profile. */
  coldMs: number;
  /** The browser was closed and opened again on that profile. */
  warmMs: number;
}

async function visitTwice(kind: BrowserKind, url: string, isApp: boolean): Promise<Visits> {
  const folder = mkdtempSync(join(tmpdir(), 'dishprobe-startup-'));
  const visit = async (warm: boolean): Promise<number> => {
    const browser = await launch(kind, { userDataDir: join(folder, 'profile') });
    try {
      const page = await browser.newPage();
      const readyMs = await timeToReady(page, url);
      if (isApp) await expectServiceWorker(page, warm);
      return readyMs;
    } finally {
      await browser.close();
    }
  };
  try {
    return { coldMs: await visit(false), warmMs: await visit(true) };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

/** From the start of the navigation until the button is there and enabled, by the page's own clock, in ms. */
async function timeToReady(page: Page, url: string): Promise<number> {
  await page.evaluateOnNewDocument(
    (name, mark) => {
      const observer = new MutationObserver(() => {
        const buttons = [...document.querySelectorAll('button')];
        if (!buttons.some((button) => button.textContent?.trim() === name && !button.disabled)) return;
        observer.disconnect();
        performance.mark(mark);
      });
      observer.observe(document, { subtree: true, childList: true, attributes: true });
    },
    READY_BUTTON,
    MARK,
  );
  await page.goto(url, { waitUntil: 'load' });
  const ready = await page.waitForFunction(
    (mark) => performance.getEntriesByName(mark)[0]?.startTime,
    { timeout: 60_000 },
    MARK,
  );
  const readyMs = await ready.jsonValue();
  if (readyMs === undefined) throw new Error(`The page at ${url} did not become ready.`);
  return readyMs;
}

/** A cold visit must not have been served by the service worker, and has to leave it installed; a warm one must. */
async function expectServiceWorker(page: Page, warm: boolean): Promise<void> {
  const served = await page.evaluate(() => navigator.serviceWorker.controller !== null);
  if (served !== warm) {
    throw new Error(
      `A ${warm ? 'warm' : 'cold'} visit was ${served ? '' : 'not '}served by the service worker.`,
    );
  }
  const installed = async () =>
    (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated';
  await page
    .waitForFunction(installed, { timeout: INSTALL_WITHIN_MS, polling: 100 })
    .catch((cause: unknown) => {
      throw new Error(`The app installed no service worker within ${INSTALL_WITHIN_MS / 1000} s.`, { cause });
    });
}

function rowsOf(app: Visits[], bare: Visits[]): BenchRow[] {
  const cold = app.map(({ coldMs }) => coldMs);
  const medians = (['coldMs', 'warmMs'] as const).map((visit) => ({
    metric: `navigation to ready, ${visit === 'coldMs' ? 'new profile' : 'service worker'}, median of ${app.length}`,
    value: median(app.map((visits) => visits[visit])),
    unit: 'ms',
    peer: PEER,
    peerValue: median(bare.map((visits) => visits[visit])),
  }));
  const slowest = {
    metric: `navigation to ready, new profile, slowest of ${app.length}`,
    value: Math.max(...cold),
    unit: 'ms',
    peer: 'goal',
    peerValue: FIRST_LOAD_BUDGET_MS,
  };
  return [...medians, slowest];
}
