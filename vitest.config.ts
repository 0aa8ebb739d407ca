import { defineConfig } from 'vitest/config';
import { puppeteer } from './test/support/vitest-provider.ts';

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
          exclude: [BROWSER_TESTS, 'test/**/*.e2e.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        cacheDir: 'node_modules/.cache/vitest-browser',
        test: {
          name: 'browser',
          include: [BROWSER_TESTS],
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
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
