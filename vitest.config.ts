import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { puppeteer } from './test/support/vitest-provider.ts';

const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(
  readFileSync('package.json', 'utf8'),
);
const BROWSER_TESTS = 'test/**/*.browser.test.{ts,tsx}';
const E2E_TESTS = 'test/e2e/**/*.e2e.test.ts';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['test/**/*.test.ts'],
          sequence: { groupOrder: 0 },
          exclude: [BROWSER_TESTS, 'test/**/*.e2e.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        cacheDir: 'node_modules/.cache/vitest-browser',
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
          name: 'browser',
          sequence: { groupOrder: 1 },
          include: [BROWSER_TESTS],
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
        test: {
          name: 'e2e',
          environment: 'node',
          include: [E2E_TESTS],
          // One browser at a time, after all else: the measurements want a quiet machine.
          sequence: { groupOrder: 2 },
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
