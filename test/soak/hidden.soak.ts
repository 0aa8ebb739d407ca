import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { ensureBuilt } from '../../src/commands/build.ts';
import { startTarget, type Target } from '../../src/target/target.ts';
import { openApp, openPlanLink, press, statusIs } from '../e2e/app.ts';
import { numbersOf, quantile, type Row, rowsOf } from '../e2e/csv.ts';
import { BROWSER_KINDS, type BrowserKind } from '../support/browsers.ts';

/** A campaign of ten samples a second in a truly hidden tab loses no due time, in both browsers at once. */
export const unit = 'seconds';
export const shortAmount = 20;

const INTERVALS_MS = { echo: 125, ping: 500 };
/** The page's own timer, which the browser holds back to one turn a second, later to one a minute. */
const WATCH_MS = 100;

export async function soak(seconds = 600, tell: (line: string) => void): Promise<void> {
  await ensureBuilt(process.cwd());
  const target = await startTarget({ host: '127.0.0.1' });
  try {
    await Promise.all(BROWSER_KINDS.map((kind) => soakIn(kind, target, seconds, tell)));
  } finally {
    await target.close();
  }
}

async function soakIn(
  kind: BrowserKind,
  target: Target,
  seconds: number,
  tell: (line: string) => void,
): Promise<void> {
  const bench = await openApp(kind, 9, process.cwd(), { launch: { holdsBackHidden: true } });
  try {
    const { page, browser } = bench;
    await openPlanLink(page, bench.app.url, {
      dishprobePlan: 1,
      name: 'Hidden',
      durationS: seconds,
      probes: [
        {
          kind: 'websocket',
          name: 'echo',
          url: `${target.url.replace('http', 'ws')}/echo`,
          intervalMs: INTERVALS_MS.echo,
        },
        { kind: 'http', name: 'ping', url: `${target.url}/ping`, intervalMs: INTERVALS_MS.ping },
      ],
    });
    const front = await browser.newPage();
    await front.goto('about:blank');
    await page.bringToFront();
    await press(page, 'Start campaign');
    await statusIs(page, 'Running');
    await front.bringToFront();
    const endWatch = await watchHidden(page);
    await wait(seconds * 1000);
    const { states, turns, watchedS } = await endWatch();
    await page.bringToFront();
    await statusIs(page, 'Finished');
    const events = await page.evaluate(() => document.querySelector('.event-table')?.textContent);
    tell(`${kind}: events: ${events ?? 'none'}`);
    await press(page, 'Report', 'link');
    const samples = rowsOf((await bench.download('Export samples CSV')).text);
    const outages = rowsOf((await bench.download('Export outages CSV')).text);
    const least = (watchedS * 1000) / WATCH_MS;
    tell(
      `${kind}: hidden for ${watchedS.toFixed(0)} s; the page's own ${WATCH_MS} ms timer ran ${turns} times ` +
        `instead of ${least.toFixed(0)}`,
    );
    if (states.some((state) => state !== 'hidden'))
      throw new Error(`${kind}: the tab was ${states.join(', ')}.`);
    if (turns > least / 2) throw new Error(`${kind}: the browser did not hold the hidden page back.`);
    for (const [probe, intervalMs] of Object.entries(INTERVALS_MS)) {
      const rows = samples.filter((row) => row.probe === probe);
      tell(`${kind}: ${probe} ${sum(rows)}`);
      refuseLosses(`${kind}: ${probe}`, rows, (seconds * 1000) / intervalMs);
    }
    for (const row of outages) tell(`${kind}: ${row.kind} of ${row.duration_s} s, cause ${row.cause}`);
    // A busy machine may well hold answers back for half a second.
    const grave = outages.filter((row) => row.kind !== 'interruption');
    if (grave.length > 0) throw new Error(`${kind}: ${grave.length} outages or gaps on a sound link.`);
    if (bench.faults.length > 0) throw new Error(`${kind}: uncaught errors: ${bench.faults.join(' ')}`);
  } finally {
    await bench.close();
  }
}

/** Counts turns of a timer on the page; ending tells all states of visibility that it saw. */
async function watchHidden(page: Page) {
  await page.waitForFunction(() => document.visibilityState === 'hidden');
  const watch = await page.evaluateHandle((everyMs) => {
    const states: string[] = [document.visibilityState];
    const note = () => void states.push(document.visibilityState);
    document.addEventListener('visibilitychange', note);
    const began = performance.now();
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, everyMs);
    return {
      end() {
        clearInterval(timer);
        document.removeEventListener('visibilitychange', note);
        note();
        return { states: [...new Set(states)], turns, watchedS: (performance.now() - began) / 1000 };
      },
    };
  }, WATCH_MS);
  return () => watch.evaluate(({ end }) => end());
}

function sum(rows: readonly Row[]): string {
  const late = numbersOf(rows, 'late_ms');
  const [p50, p99] = [quantile(late, 0.5), quantile(late, 0.99)].map((ms) => ms.toFixed(1));
  const counts = new Map<string, number>();
  for (const { outcome = '', error } of rows) {
    const what = error === undefined ? outcome : `${outcome} (${error})`;
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  const outcomes = [...counts].map(([outcome, n]) => `${n} ${outcome}`).join(', ');
  return `${outcomes}; sent late by p50 ${p50} ms, p99 ${p99} ms, at most ${Math.max(...late).toFixed(1)} ms`;
}

function refuseLosses(what: string, rows: readonly Row[], due: number): void {
  const seqs = numbersOf(rows, 'seq');
  if (seqs.some((seq, i) => seq !== i)) throw new Error(`${what}: a due time has no row, or two.`);
  // The jitter may carry one due time over the end.
  if (Math.abs(seqs.length - due) > 1) throw new Error(`${what}: ${seqs.length} rows for ${due} due times.`);
  const lost = rows.filter((row) => row.outcome !== 'ok');
  if (lost.length > 0) throw new Error(`${what}: ${lost.length} due times were not measured.`);
}
