import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppServer, startApp } from '../../src/commands/app-server.ts';
import { startTarget } from '../../src/target/target.ts';
import { launch } from '../support/browsers.ts';

/** Rule 6 of DESIGN.md: the service worker stays out of the probes' way. */
const root = mkdtempSync(join(tmpdir(), 'dishprobe-review-'));
let app: AppServer;
let target: Awaited<ReturnType<typeof startTarget>>;

/** A worker beside the app's own worker scripts, so that the same service worker, or none, answers for it. */
const WORKER = `onmessage = async ({ data }) => {
  for (let i = 0; i < 3; i += 1) await (await fetch(data)).text();
  await new Promise((resolve) => setTimeout(resolve, 300));
  const { requestStart, workerStart } = performance.getEntriesByType('resource').at(-1);
  postMessage({ requestStart, workerStart });
};`;

beforeAll(async () => {
  // In a process of its own: under Vitest's NODE_ENV the app would leave its service worker out.
  const args = [
    'node_modules/vite/bin/vite.js',
    'build',
    '--logLevel',
    'error',
    '--outDir',
    join(root, 'dist'),
    '--emptyOutDir',
  ];
  execFileSync(process.execPath, args, { env: { ...process.env, NODE_ENV: 'production' }, stdio: 'pipe' });
  // Where the campaign's worker script lies; moves with it when that moves.
  writeFileSync(join(root, 'dist/assets/probe.js'), WORKER);
  app = await startApp({ root, host: 'localhost', port: 0, targetPort: 9 });
  target = await startTarget({ port: 0, host: 'localhost' });
}, 60_000);

afterAll(async () => {
  await Promise.all([app?.close(), target?.close()]);
  rmSync(root, { recursive: true, force: true });
});

describe.each(['firefox', 'chromium'] as const)('%s', (kind) => {
  it('shows the network phases of a probe on the second visit, when the service worker controls the page', async () => {
    const browser = await launch(kind);
    try {
      const page = await browser.newPage();
      await page.goto(app.url, { waitUntil: 'load' });
      await page.waitForFunction(
        async () => (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated',
        { timeout: 15_000 },
      );
      await page.reload({ waitUntil: 'load' });
      const found = await page.evaluate(async (ping: string) => {
        const worker = new Worker('./assets/probe.js');
        const read = await new Promise<{ requestStart: number; workerStart: number }>((resolve) => {
          worker.onmessage = ({ data }) => resolve(data);
          worker.postMessage(ping);
        });
        return { ...read, controlled: navigator.serviceWorker.controller !== null };
      }, `http://localhost:${target.port}/ping`);
      expect(found).toMatchObject({ controlled: true, workerStart: 0 });
      expect(found.requestStart).toBeGreaterThan(0);
    } finally {
      await browser.close();
    }
  }, 60_000);
});
