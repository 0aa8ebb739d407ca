import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { type AppServer, startApp } from '../../../src/commands/app-server.ts';
import { ensureBuilt } from '../../../src/commands/build.ts';
import { type BrowserKind, launch, type TestBrowser } from '../../support/browsers.ts';

/** One profile folder, opened again and again, on the app's origin without the app where that is wanted. */
export interface Profile {
  app: AppServer;
  folder: string;
  /** A page of the app's origin in which none of its code runs. */
  openBare(): Promise<{ browser: TestBrowser; page: Page }>;
  close(): Promise<void>;
}

export async function openProfile(kind: BrowserKind): Promise<Profile> {
  const root = process.cwd();
  await ensureBuilt(root);
  const app = await startApp({ root, host: 'localhost', port: 0, targetPort: 9 });
  const folder = mkdtempSync(join(tmpdir(), 'dishprobe-kills-'));
  const opened = new Set<TestBrowser>();
  return {
    app,
    folder,
    async openBare() {
      const browser = await launch(kind, { userDataDir: join(folder, 'profile') });
      opened.add(browser);
      const page = await browser.newPage();
      page.setDefaultTimeout(60_000);
      await page.goto(`${app.url}/icon-192.png`);
      return { browser, page };
    },
    async close() {
      for (const browser of opened) await browser.kill();
      await app.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
