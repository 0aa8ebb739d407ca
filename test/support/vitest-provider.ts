import { defineBrowserProvider } from '@vitest/browser';
import type { Page } from 'puppeteer-core';
import type { BrowserProvider, TestProject } from 'vitest/node';
import { BROWSER_KINDS, type BrowserKind, launch, type TestBrowser } from './browsers.ts';

function kindOf(name: string): BrowserKind {
  const kind = BROWSER_KINDS.find((known) => known === name);
  if (kind === undefined) throw new Error(`No browser is called ${name}: use ${BROWSER_KINDS.join(' or ')}.`);
  return kind;
}

/** Opens vitest's pages in one stock browser, which is started with the first page. */
class PuppeteerProvider implements BrowserProvider {
  readonly name = 'puppeteer';
  /** The two browsers run side by side, which Vitest lets only those do that could mock modules. */
  readonly supportsParallelism = true;
  readonly mocker = {
    register: () => Promise.reject(new Error('Tests in browsers mock no modules.')),
    delete: () => Promise.resolve(),
    clear: () => Promise.resolve(),
  };
  readonly #kind: BrowserKind;
  readonly #pages = new Map<string, Page>();
  #browser: Promise<TestBrowser> | undefined;

  constructor(project: TestProject) {
    this.#kind = kindOf(project.config.browser.name);
  }

  getCommandsContext(sessionId: string): Record<string, unknown> {
    return { page: this.#pages.get(sessionId) };
  }

  async openPage(sessionId: string, url: string): Promise<void> {
    this.#browser ??= launch(this.#kind, { anyCertificate: true });
    const browser = await this.#browser;
    await this.#pages.get(sessionId)?.close();
    const page = await browser.newPage();
    this.#pages.set(sessionId, page);
    await page.goto(url, { timeout: 60_000 });
  }

  async close(): Promise<void> {
    const browser = await this.#browser?.catch(() => undefined);
    this.#browser = undefined;
    this.#pages.clear();
    await browser?.close();
  }
}

/** Vitest's browser mode on the installed Chromium and Firefox. */
export function puppeteer() {
  return defineBrowserProvider({
    name: 'puppeteer',
    supportedBrowser: BROWSER_KINDS,
    providerFactory: (project) => new PuppeteerProvider(project),
  });
}
