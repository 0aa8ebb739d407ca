import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';
import { puppeteer } from './test/support/vitest-provider.ts';

const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(
  readFileSync('package.json', 'utf8'),
);
const BROWSER_TESTS = 'test/**/*.browser.test.{ts,tsx}';
const E2E_TESTS = 'test/e2e/**/*.e2e.test.ts';
/** What they hold is the machine's as well, and two browsers side by side make a slow one drop half a second. */
const E2E_ALONE = ['service-worker', 'causes', 'hidden', 'websocket-depth', 'soak'].map(
  (name) => `test/e2e/${name}.e2e.test.ts`,
);
/** Servers and links that keep time: a busy neighbour would make them late. */
const SERVER_TESTS = ['test/support/**/*.test.ts', 'test/target/**/*.test.ts'];
/** By default a second, which a busy machine, or an outage of a simulated link, takes. */
const PATIENCE = { expect: { poll: { timeout: 30_000 } } };
const NODE = { ...PATIENCE, environment: 'node', testTimeout: 30_000, hookTimeout: 30_000 };
const E2E = { ...PATIENCE, environment: 'node', testTimeout: 300_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        // As many at a time as there are cores: by default one would be left idle, of two.
        test: {
          ...NODE,
          name: 'node',
          include: ['test/**/*.test.ts'],
          sequence: { groupOrder: 0 },
          exclude: [BROWSER_TESTS, 'test/**/*.e2e.test.ts', ...SERVER_TESTS],
          // What they test is pure, and loading it anew for each file took a third of their time.
          isolate: false,
          maxWorkers: Math.min(4, availableParallelism()),
        },
      },
      {
        test: {
          ...NODE,
          name: 'servers',
          include: SERVER_TESTS,
          sequence: { groupOrder: 4 },
          maxWorkers: 1,
        },
      },
      {
        cacheDir: 'node_modules/.cache/vitest-browser',
        // As the build does it.
        define: { __APP_VERSION__: JSON.stringify('test') },
        // Named here, so that finding one in mid-run does not reload the page under a test.
        optimizeDeps: {
          include: [
            ...Object.keys(dependencies),
            'preact/hooks',
            'preact/jsx-runtime',
            'preact/jsx-dev-runtime',
            'axe-core',
          ],
        },
        test: {
          ...PATIENCE,
          name: 'browser',
          sequence: { groupOrder: 1 },
          include: [BROWSER_TESTS],
          // One page in each browser, and both side by side: most of what they do is wait for endpoints.
          maxWorkers: 1,
          isolate: false,
          globalSetup: ['test/support/browser-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: puppeteer(),
            instances: [{ browser: 'chromium' }, { browser: 'firefox' }],
          },
        },
      },
      {
        // Three at a time: much of what they do is wait for campaigns.
        test: {
          ...E2E,
          name: 'e2e',
          sequence: { groupOrder: 2 },
          include: [E2E_TESTS],
          exclude: E2E_ALONE,
          maxWorkers: 3,
        },
      },
      {
        test: { ...E2E, name: 'e2e-alone', sequence: { groupOrder: 3 }, include: E2E_ALONE, maxWorkers: 1 },
      },
    ],
  },
});
