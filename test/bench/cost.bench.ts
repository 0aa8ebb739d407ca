import { setTimeout as wait } from 'node:timers/promises';
import type { BenchRow } from '../../src/commands/bench-row.ts';
import { startTarget } from '../../src/target/target.ts';
import { openPlanLink, press, statusIs } from '../e2e/app.ts';
import type { BrowserKind } from '../support/browsers.ts';
import { servePages } from './bare-page.ts';
import { openHideable } from './hidden-page.ts';
import { treeCpuS } from './process-cpu.ts';
import { browsersFromEnv, wholeFromEnv } from './settings.ts';

const INTERVAL_MS = 1000;
const GOAL = 0.03;
/** After the start: loading, compiling and the browser's own first minute are no part of a campaign's cost. */
const SETTLE_S = 20;
const PEER = 'the same browser with a bare page, hidden, at the same time';

/** What a campaign of two probes a second costs while nobody looks at it, in processor time. Linux only. */
export async function bench(emit: (row: BenchRow) => void): Promise<void> {
  if (process.platform !== 'linux')
    throw new Error('This bench reads /proc, which Linux alone has: run it there.');
  const seconds = wholeFromEnv('BENCH_SECONDS', 300, 10);
  const [target, pages] = await Promise.all([startTarget({ host: '127.0.0.1' }), servePages()]);
  try {
    for (const kind of browsersFromEnv()) {
      process.stderr.write(`${kind}: a hidden campaign beside a hidden bare page for ${seconds} s\n`);
      const cost = await measure(kind, pages, target.port, seconds);
      for (const row of rows(cost)) emit({ ...row, metric: `${kind}: ${row.metric}` });
    }
  } finally {
    await Promise.all([target.close(), pages.close()]);
  }
}

/** Shares of one core. */
interface Cost {
  app: number;
  bare: number;
}

async function measure(
  kind: BrowserKind,
  { appUrl, bareUrl }: { appUrl: string; bareUrl: string },
  port: number,
  seconds: number,
): Promise<Cost> {
  const app = await openHideable(kind, appUrl);
  try {
    const bare = await openHideable(kind, bareUrl);
    try {
      await openPlanLink(app.page, appUrl.replace(/\/$/, ''), {
        dishprobePlan: 1,
        name: 'Cost',
        durationS: seconds + 600,
        probes: [
          { kind: 'http', name: 'ping', url: `http://127.0.0.1:${port}/ping`, intervalMs: INTERVAL_MS },
          { kind: 'websocket', name: 'echo', url: `ws://127.0.0.1:${port}/echo`, intervalMs: INTERVAL_MS },
        ],
      });
      await press(app.page, 'Start campaign');
      await statusIs(app.page, 'Running');
      await Promise.all([app.hide(), bare.hide()]);
      await wait(SETTLE_S * 1000);
      const read = () => ({
        atS: performance.now() / 1000,
        app: treeCpuS(app.browser.pid),
        bare: treeCpuS(bare.browser.pid),
      });
      const before = read();
      await wait(seconds * 1000);
      const after = read();
      await Promise.all([app.expectHiddenThroughout(), bare.expectHiddenThroughout()]);
      const share = (who: 'app' | 'bare') => (after[who] - before[who]) / (after.atS - before.atS);
      return { app: share('app'), bare: share('bare') };
    } finally {
      await bare.browser.close();
    }
  } finally {
    await app.browser.close();
  }
}

function rows({ app, bare }: Cost): BenchRow[] {
  const unit = 'share of one core';
  return [
    { metric: 'cost of a hidden campaign', value: app - bare, unit, peer: 'goal', peerValue: GOAL },
    { metric: 'whole browser', value: app, unit, peer: PEER, peerValue: bare },
  ];
}
