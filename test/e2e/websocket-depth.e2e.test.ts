import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTarget, type Target } from '../../src/target/target.ts';
import { BROWSER_KINDS, type BrowserKind } from '../support/browsers.ts';
import { type Link, startLink } from '../support/linkemu.ts';
import { openApp, openPlanLink, press, shows, statusIs } from './app.ts';
import { numbersOf, type Row, rowsOf } from './csv.ts';
import { describeSideBySide } from './side-by-side.ts';

const STALL_MS = 1000;

const open = (kind: BrowserKind) => openApp(kind);

describeSideBySide('messages over a link that stands still once, in %s', BROWSER_KINDS, open, (_, opened) => {
  let target: Target;
  let link: Link;
  let rows: Row[];
  const of = (probe: string) => rows.filter((row) => row.probe === probe);

  beforeAll(async () => {
    target = await startTarget({ host: '127.0.0.1' });
    link = await startLink({ target: { host: '127.0.0.1', port: target.port }, delay: 40 });
    const bench = opened();
    const { page } = bench;
    const url = `${link.url.replace('http', 'ws')}/echo`;
    const common = { kind: 'websocket', url, jitter: 0.2, timeoutMs: 5000 };
    const probes = [
      { ...common, name: 'echo', intervalMs: 50, subprotocol: 'dishprobe.echo.v1' },
      { ...common, name: 'plain', intervalMs: 50 },
      { ...common, name: 'connect', intervalMs: 1000, expect: 'connect' },
    ];
    await openPlanLink(page, bench.app.url, { dishprobePlan: 1, name: 'Depth', durationS: 24, probes });
    await press(page, 'Start campaign');
    await statusIs(page, 'Running');
    await new Promise((resolve) => setTimeout(resolve, 12_000));
    link.stall(STALL_MS);
    await statusIs(page, 'Finished');
    await press(page, 'Report', 'link');
    rows = rowsOf((await bench.download('Export samples CSV')).text);
  });

  afterAll(async () => {
    await link?.close();
    await target?.close();
  });

  it('names the head-of-line stall, and with server times its direction', async () => {
    const { page } = opened();
    await shows(page, 'While one message was held up, all behind it waited.');
    const listed = () =>
      page.$$eval('section[aria-label="Longest head-of-line stalls"] tbody tr', (all) =>
        all.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')),
      );
    const [lasted, held, where] = (await listed())[0] ?? [];
    // A stall of one second: what lay in it when it began waited a little less.
    expect(lasted).toMatch(/^(8\d\d|9\d\d) ms$|^1\.\d\d s$/);
    expect(Number.parseInt(held ?? '', 10)).toBeGreaterThan(10);
    expect(where).toBe('on the way to the server');
    await press(page, 'plain', 'tab');
    // Without a direction, which a plain echo does not tell.
    await page.waitForFunction(
      () =>
        document.querySelector('section[aria-label="Longest head-of-line stalls"] tbody tr')
          ?.childElementCount ===
        1 + 2,
    );
  });

  it('exports one-way delay variation above the least delay, and only where the server gives times', () => {
    for (const column of ['owd_up_var_ms', 'owd_down_var_ms']) {
      const values = numbersOf(of('echo'), column);
      expect(values.length).toBeGreaterThan(0.9 * of('echo').length);
      expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
      expect(Math.min(...values)).toBeLessThan(0.01);
      expect(numbersOf(of('plain'), column)).toEqual([]);
    }
    expect(Math.max(...numbersOf(of('echo'), 'owd_up_var_ms'))).toBeGreaterThan(0.7 * STALL_MS);
  });

  it('times connections of their own beside them', () => {
    const connects = of('connect').filter((row) => row.outcome === 'ok');
    expect(connects.length).toBeGreaterThan(20);
    for (const row of connects) {
      expect([row.new_connection, row.rtt_ms, row.timing_source]).toEqual([
        'true',
        undefined,
        'message-event',
      ]);
      // The emulated link spends the round trip of the handshake and that of the request.
      expect(Number(row.service_ms)).toBeGreaterThan(70);
    }
    expect(of('echo').every((row) => row.reordered === 'false' || row.outcome !== 'ok')).toBe(true);
  });
});
