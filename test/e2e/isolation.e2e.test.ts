import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from '../../src/commands/build.ts';
import { startTarget, type Target } from '../../src/target/target.ts';
import { BROWSER_KINDS } from '../support/browsers.ts';
import { type StaticHost, startStaticHost } from '../support/static-host.ts';
import { openApp, openPlanLink, press, shows, statusIs } from './app.ts';
import { type Row, rowsOf } from './csv.ts';

interface Found {
  pageIsolated: boolean;
  /** What a request of the page without CORS to another site comes to. */
  noCors: string;
  percentiles: Row[];
  timingSources: Set<string | undefined>;
  /** What the report says of the clock. */
  clock: string;
}

describe.each(BROWSER_KINDS)('cross-origin isolation in %s', (kind) => {
  let target: Target;
  const hosts: StaticHost[] = [];
  const found: Record<string, Found> = {};

  beforeAll(async () => {
    await ensureBuilt(process.cwd());
    target = await startTarget({ host: '127.0.0.1' });
  });

  afterAll(async () => {
    await Promise.all([...hosts.map((host) => host.close()), target?.close()]);
  });

  /** A short campaign on the second visit to the app on that host. */
  async function measureOn(host: StaticHost): Promise<Found> {
    const bench = await openApp(kind, 9, process.cwd(), { host });
    try {
      const { page } = bench;
      await page.evaluate(async () => {
        await navigator.serviceWorker.ready;
      });
      await page.reload();
      await openPlanLink(page, bench.app.url, {
        dishprobePlan: 1,
        name: 'Clock',
        durationS: 3,
        probes: [{ kind: 'http', name: 'ping', url: `${target.url}/ping`, intervalMs: 100 }],
      });
      await press(page, 'Start campaign');
      await statusIs(page, 'Running');
      const pageIsolated = await page.evaluate(() => crossOriginIsolated);
      const noCors = await page.evaluate(async (url) => {
        const answer = await fetch(url, { mode: 'no-cors' }).catch(() => undefined);
        return answer?.type ?? 'refused';
      }, `${target.url}/ping`);
      await statusIs(page, 'Finished');
      await press(page, 'Report', 'link');
      await shows(page, 'How it was measured');
      const clock = await page.evaluate(
        () => /Steps of .*/.exec(document.querySelector('.method')?.textContent ?? '')?.[0] ?? '',
      );
      const samples = rowsOf((await bench.download('Export samples CSV')).text);
      const percentiles = rowsOf((await bench.download('Export percentiles CSV')).text);
      expect(bench.faults).toEqual([]);
      const timingSources = new Set(samples.map((row) => row.timing_source));
      return { pageIsolated, noCors, percentiles, timingSources, clock };
    } finally {
      await bench.close();
    }
  }

  it.each([true, false])('measures on a host that honours _headers: %s', async (honoursHeaders) => {
    const host = await startStaticHost('dist', { honoursHeaders });
    hosts.push(host);
    found[String(honoursHeaders)] = await measureOn(host);
  });

  it('isolates the page and the campaign worker where the headers are sent', () => {
    expect(found.true?.pageIsolated).toBe(true);
    const said = found.true?.percentiles.map((row) => row.cross_origin_isolated);
    expect(new Set(said)).toEqual(new Set(['true']));
    expect(found.true?.clock).toContain('cross-origin isolated');
  });

  it('does without where they are not, and says that the clock is coarser', () => {
    expect(found.false?.pageIsolated).toBe(false);
    const said = found.false?.percentiles.map((row) => row.cross_origin_isolated);
    expect(new Set(said)).toEqual(new Set(['false']));
    expect(found.false?.clock).toContain('coarser than it could be');
  });

  it('sharpens the clock by a multiple', () => {
    const [fine, coarse] = [found.true, found.false].map((one) =>
      Number(one?.percentiles[0]?.clock_resolution_ms),
    );
    expect(fine).toBeGreaterThan(0);
    expect((coarse ?? 0) / (fine ?? 1)).toBeGreaterThan(4);
  });

  it('keeps the service worker out of the probes\u2019 way and no-cors requests possible on both', () => {
    for (const one of Object.values(found)) {
      expect(one.timingSources).toEqual(new Set(['resource-timing']));
      expect(one.noCors).toBe('opaque');
    }
  });
});
