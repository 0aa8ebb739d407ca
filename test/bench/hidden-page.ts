import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { type BrowserKind, launch, type TestBrowser } from '../support/browsers.ts';

const HIDDEN_WITHIN_MS = 10_000;

export interface HideablePage {
  browser: TestBrowser;
  page: Page;
  /** Puts an empty tab in front; resolves once the page itself says that it is hidden. */
  hide(): Promise<void>;
  /** @throws Error where the page was shown at any time since `hide`. */
  expectHiddenThroughout(): Promise<void>;
}

/** A browser that treats its hidden tabs as a user's does. */
export async function openHideable(kind: BrowserKind, url: string): Promise<HideablePage> {
  const browser = await launch(kind, { holdsBackHidden: true });
  try {
    const page = await browser.newPage();
    await page.goto(url, { waitUntil: 'load' });
    return {
      browser,
      page,
      async hide() {
        const front = await browser.newPage();
        await front.bringToFront();
        await untilHidden(page);
        await page.evaluate(() => {
          document.addEventListener('visibilitychange', () => {
            document.documentElement.dataset.wasShown = 'yes';
          });
        });
      },
      async expectHiddenThroughout() {
        const shown = await page.evaluate(
          () => document.visibilityState !== 'hidden' || document.documentElement.dataset.wasShown === 'yes',
        );
        if (shown)
          throw new Error('The page was not hidden all the time: its cost would be that of a shown one.');
      },
    };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** Asks from outside: timers within a hidden page are what the browser holds back. */
async function untilHidden(page: Page): Promise<void> {
  const giveUpMs = performance.now() + HIDDEN_WITHIN_MS;
  while ((await page.evaluate(() => document.visibilityState)) !== 'hidden') {
    if (performance.now() > giveUpMs) throw new Error('The page is still visible behind another tab.');
    await wait(50);
  }
}
