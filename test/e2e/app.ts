import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { type AppServer, startApp } from '../../src/commands/app-server.ts';
import { ensureBuilt } from '../../src/commands/build.ts';
import { type BrowserKind, type LaunchOptions, launch, type TestBrowser } from '../support/browsers.ts';
import { byRole, orShown, press, WAIT_MS } from './press.ts';

export { byRole, press };

/** The built app in a stock browser, on a profile and a download folder of its own. */
export interface AppBench {
  app: AppServer;
  browser: TestBrowser;
  page: Page;
  /** Errors that nobody caught, and failed requests to the app itself. */
  faults: string[];
  /** Kills the browser as a power cut would, and opens the app again on the same profile. */
  killAndReopen(): Promise<void>;
  /** Where the browser puts what it downloads. */
  downloads: string;
  /** Presses an export button, by pointer or by keys, and resolves with the downloaded file's name, its bytes, and those as text. */
  download(button: string, by?: 'pointer' | 'keys'): Promise<{ name: string; text: string; bytes: Buffer }>;
  /** Stops the app's server; the browser stays. */
  stopServer(): Promise<void>;
  close(): Promise<void>;
}

interface AppOptions {
  /** Serves the app instead of `npm start`'s server; it is left to its owner. */
  host?: AppServer;
  /** How the browser is started. */
  launch?: Omit<LaunchOptions, 'userDataDir'>;
  /** A profile folder somewhere else. */
  profile?: string;
}

/** `root` holds the `dist/` to serve; by default the project's own, built where needed. */
export async function openApp(
  kind: BrowserKind,
  targetPort = 9,
  root = process.cwd(),
  { host, launch: launchOptions, profile }: AppOptions = {},
): Promise<AppBench> {
  if (root === process.cwd()) await ensureBuilt(root);
  const app = host ?? (await startApp({ root, host: 'localhost', port: 0, targetPort }));
  const folder = mkdtempSync(join(tmpdir(), 'dishprobe-e2e-'));
  const downloads = join(folder, 'downloads');
  const faults: string[] = [];
  let serving = host === undefined;
  const start = async () => {
    const browser = await launch(kind, {
      ...launchOptions,
      userDataDir: profile ?? join(folder, 'profile'),
      prefs: {
        ...launchOptions?.prefs,
        'browser.download.folderList': 2,
        'browser.download.dir': downloads,
        'browser.download.useDownloadDir': true,
        'browser.download.always_ask_before_handling_new_types': false,
        'browser.download.manager.showWhenStarting': false,
        'browser.download.alwaysOpenPanel': false,
      },
    });
    try {
      const page = await openPage(browser, downloads, faults);
      await page.goto(app.url, { waitUntil: 'load' });
      return { browser, page };
    } catch (error) {
      await browser.close();
      throw error;
    }
  };
  const leave = async () => {
    if (serving) await app.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const opened = await start().catch(async (error) => {
    await leave();
    throw error;
  });
  const bench: AppBench = {
    app,
    ...opened,
    faults,
    downloads,
    async killAndReopen() {
      await bench.browser.kill();
      Object.assign(bench, await start());
    },
    async download(button, by = 'pointer') {
      // A second file of one name would take the place of the first, unseen.
      for (const file of list(downloads)) rmSync(join(downloads, file), { force: true });
      if (by === 'pointer') await press(bench.page, button);
      else {
        await (await byRole(bench.page, 'button', button)).focus();
        await bench.page.keyboard.press('Enter');
      }
      const named = until(() =>
        // Under its own name only once it is whole: browsers begin with another.
        list(downloads).find((file) => /^dishprobe.*\.(?!part$|crdownload$)\w+$/.test(file)),
      );
      const name = await orShown(bench.page, `"${button}" left no file`, named);
      const bytes = await until(() => {
        const read = readFileSync(join(downloads, name));
        return read.length > 0 ? read : undefined;
      });
      // A later export of the same name would get another one.
      rmSync(join(downloads, name));
      return { name, text: bytes.toString('utf8'), bytes };
    },
    async stopServer() {
      serving = false;
      await app.close();
    },
    async close() {
      await bench.browser.close();
      await leave();
    },
  };
  return bench;
}

async function openPage(browser: TestBrowser, downloads: string, faults: string[]): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(WAIT_MS);
  page.on('pageerror', (error) => {
    const message = error instanceof Error ? error.message : String(error);
    // Firefox reports its own console lines about a refused or dropped WebSocket as errors of the page.
    if (!/^(Firefox can|The connection to wss?:)/.test(message)) faults.push(message);
  });
  await setSize(page, { width: 1280, height: 900 });
  if (browser.process()?.spawnargs.join(' ').includes('chrom')) {
    const session = await browser.target().createCDPSession();
    await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: downloads });
  }
  return page;
}

/** Sets the size of the page. Puppeteer also sets its orientation, which Firefox ESR 140 does not know: without it all is as wanted. */
export async function setSize(page: Page, size: { width: number; height: number }): Promise<void> {
  try {
    await page.setViewport(size);
  } catch (error) {
    if (!String(error).includes('unknown command emulation.setScreenOrientationOverride')) throw error;
  }
}

/** Empties the field of this label and types into it. */
export async function fill(page: Page, label: string, value: string, role = 'textbox'): Promise<void> {
  const field = await byRole(page, role, label);
  await field.evaluate((input) => {
    if (input instanceof HTMLInputElement) input.select();
  });
  await field.type(value);
  await field.dispose();
}

/** Chooses the option of this text in the list of this label. */
export async function choose(page: Page, label: string, option: string): Promise<void> {
  const field = await byRole(page, 'combobox', label);
  const value = await field.evaluate((select, wanted) => {
    const options = select instanceof HTMLSelectElement ? [...select.options] : [];
    return options.find(({ text }) => text.trim() === wanted)?.value;
  }, option);
  if (value === undefined) throw new Error(`${label} has no option "${option}".`);
  await field.select(value);
  await field.dispose();
}

/**
 * Presses the button and gives the picker that it opens files. Puppeteer's own way waits for an event that
 * Firefox ESR 140 does not send.
 */
export async function giveFile(page: Page, button: string, ...paths: string[]): Promise<void> {
  const pressed = await byRole(page, 'button', button);
  const input = await pressed.evaluateHandle((element) => {
    const found = element.parentElement?.querySelector<HTMLInputElement>('input[type=file]');
    if (!found) throw new Error('No picker stands beside this button.');
    found.addEventListener(
      'click',
      (event) => {
        event.preventDefault();
        found.dataset.asked = '';
      },
      { once: true },
    );
    return found;
  });
  await pressed.click();
  await page.waitForSelector('input[type=file][data-asked]', { timeout: WAIT_MS });
  await input.evaluate((element) => element.removeAttribute('data-asked'));
  await input.uploadFile(...paths);
  await Promise.all([pressed.dispose(), input.dispose()]);
}

/** Waits until the campaign's status reads as said. */
export async function statusIs(
  page: Page,
  text: 'Running' | 'Ending' | 'Finished' | 'Stopped',
  timeout = WAIT_MS,
): Promise<void> {
  const said = page.waitForFunction(
    (wanted) =>
      document.querySelector('[role="status"][aria-label="Campaign status"]')?.textContent?.trim() === wanted,
    { timeout, polling: 200 },
    text,
  );
  await orShown(page, `The campaign's status is not "${text}"`, said);
}

/** Waits until the page shows this text anywhere. */
export async function shows(page: Page, text: string): Promise<void> {
  const shown = page.waitForFunction(
    (wanted) => document.body.innerText.includes(wanted),
    { timeout: WAIT_MS, polling: 200 },
    text,
  );
  await orShown(page, `"${text}" is not shown`, shown);
}

/** Opens a plan by its link, as a colleague would send it. */
export async function openPlanLink(page: Page, appUrl: string, plan: object): Promise<void> {
  const code = Buffer.from(JSON.stringify(plan), 'utf8').toString('base64url');
  await page.goto(`${appUrl}/#/plan/${code}`);
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

async function until<T>(read: () => T | undefined): Promise<T> {
  const giveUp = Date.now() + WAIT_MS;
  for (;;) {
    const value = read();
    if (value !== undefined) return value;
    if (Date.now() > giveUp) throw new Error('It did not come within a minute.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
