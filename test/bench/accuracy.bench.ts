import type { BenchRow } from '../../src/commands/bench-row.ts';
import type { BrowserKind } from '../support/browsers.ts';
import { watchApp } from './accuracy-app.ts';
import { Lab } from './accuracy-lab.ts';
import { outageRows } from './accuracy-outages.ts';
import { peerFiles, watchPeer } from './accuracy-peers.ts';
import { type Measured, rawRows, responseRows, rttRows } from './accuracy-rows.ts';
import { type Scenario, scenarios } from './accuracy-scenarios.ts';
import { accuracyTable } from './accuracy-table.ts';
import { servePages } from './bare-page.ts';
import { serviceWorkerRows } from './service-worker-cost.ts';
import { browsersFromEnv, namesFromEnv, wholeFromEnv } from './settings.ts';

const USUAL_S = 75;

/** How far what the app reports is from what the link did, beside a timed fetch and a well-known library. */
export async function bench(emit: (row: BenchRow) => void): Promise<void> {
  const scale = wholeFromEnv('BENCH_SECONDS', USUAL_S, 5) / USUAL_S;
  const all = scenarios(scale);
  const parts = namesFromEnv('BENCH_PARTS', [...all.map(({ name }) => name), 'service-worker']);
  const pages = await servePages(peerFiles());
  // One for all, so that their code has long been compiled when it counts.
  const lab = await Lab.open();
  const table: { browser: BrowserKind; measured: Measured[] }[] = [];
  try {
    for (const browser of browsersFromEnv()) {
      const emitHere = (rows: BenchRow[]): void =>
        rows.forEach((row) => {
          emit({ ...row, metric: `${browser}: ${row.metric}` });
        });
      const measured: Measured[] = [];
      for (const scenario of all.filter(({ name }) => parts.includes(name))) {
        const one = await measure(lab, browser, scenario, pages.appUrl);
        measured.push(one);
        emitHere([...rttRows(one), ...responseRows(one), ...outageRows(one), ...rawRows(one)]);
      }
      if (parts.includes('service-worker')) emitHere(await serviceWorkerRows(lab, browser, scale));
      table.push({ browser, measured });
    }
  } finally {
    await Promise.all([pages.close(), lab.close()]);
  }
  if (process.env.BENCH_TABLE === '1') process.stderr.write(`\n${accuracyTable(table)}\n`);
}

async function measure(
  lab: Lab,
  browser: BrowserKind,
  scenario: Scenario,
  pagesUrl: string,
): Promise<Measured> {
  const say = (who: string, seconds: number): void =>
    void process.stderr.write(`${browser}: ${scenario.name}: ${who} for ${seconds} s\n`);
  say('the app', scenario.appS);
  const app = await watchApp(lab, browser, scenario);
  say('a timed fetch', scenario.peerS);
  const fetch = await watchPeer(lab, browser, 'fetch', scenario, pagesUrl);
  say('@cloudflare/speedtest', scenario.peerS);
  const cloudflare = await watchPeer(lab, browser, 'cloudflare', scenario, pagesUrl);
  if (scenario.name !== 'constant') return { scenario, app, peers: { fetch, cloudflare } };
  say('a bare worker', scenario.peerS);
  const worker = await watchPeer(lab, browser, 'worker', scenario, pagesUrl);
  return { scenario, app, peers: { fetch, cloudflare, worker } };
}
