import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTarget, type Target } from '../../src/target/target.ts';
import { BROWSER_KINDS } from '../support/browsers.ts';
import { type FaultServer, startFaultServer } from '../support/fault-server.ts';
import { startH2Server } from '../support/h2-server.ts';
import { type Link, startLink } from '../support/linkemu.ts';
import { type AppBench, openApp, openPlanLink, press, statusIs } from './app.ts';
import { numbersOf, type Row, rowsOf } from './csv.ts';

describe.each(BROWSER_KINDS)('requests of every sort, in %s', (kind) => {
  let target: Target;
  let faults: FaultServer;
  let h2: Awaited<ReturnType<typeof startH2Server>>;
  let link: Link;
  let bench: AppBench;
  let samples: Row[];
  const of = (probe: string) => samples.filter((row) => row.probe === probe);

  beforeAll(async () => {
    target = await startTarget({ host: '127.0.0.1' });
    faults = await startFaultServer();
    h2 = await startH2Server();
    link = await startLink({ target: { host: '127.0.0.1', port: target.port }, delay: 160 });
    bench = await openApp(kind, undefined, undefined, { launch: { anyCertificate: true } });
    const http = (name: string, url: string, more: object = {}) => ({
      kind: 'http',
      name,
      url,
      intervalMs: 500,
      ...more,
    });
    await openPlanLink(bench.page, bench.app.url, {
      dishprobePlan: 1,
      name: 'Protocols',
      durationS: 8,
      probes: [
        http('h1', `${target.url}/ping`),
        http('keyed', `${link.url}/ping`, { headers: { 'x-kind': 'keyed' } }),
        http('upload', `${target.url}/upload`, { method: 'POST', bodyBytes: 1_000_000, intervalMs: 1000 }),
        http('h2', `${h2.url}/`),
        http('opaque', `${faults.url}/no-cors`, { mode: 'no-cors' }),
      ],
    });
    await press(bench.page, 'Start campaign');
    await statusIs(bench.page, 'Running');
    await statusIs(bench.page, 'Finished');
    await press(bench.page, 'Report', 'link');
    const rows = rowsOf((await bench.download('Export samples CSV')).text);
    // A machine that came late measured nothing.
    samples = rows.filter(({ outcome }) => outcome !== 'unmeasured' && outcome !== 'skipped');
    expect(samples.length).toBeGreaterThan(rows.length * 0.8);
  });

  afterAll(async () => {
    await bench?.close();
    await h2?.close();
    await link?.close();
    await faults?.close();
    await target?.close();
  });

  it('are answered, and each sample names its protocol and where its times come from', () => {
    expect(new Set(samples.map(({ outcome }) => outcome))).toEqual(new Set(['ok']));
    const said = (probe: string, column: string) => [...new Set(of(probe).map((row) => row[column]))];
    expect(said('h1', 'protocol')).toEqual(['http/1.1']);
    expect(said('h2', 'protocol')).toEqual(['h2']);
    expect(said('h2', 'timing_source')).toEqual(['resource-timing']);
    expect(said('opaque', 'timing_source')).toEqual(['opaque']);
    expect([said('opaque', 'http_status'), said('opaque', 'rtt_ms')]).toEqual([[undefined], [undefined]]);
    // One handshake, then the same connection.
    expect(numbersOf(of('h2'), 'tls_ms').length).toBeLessThanOrEqual(1);
  });

  it('pay a preflight where a header asks for it, in the samples that say so, and in no others', () => {
    const asked = target.requests.filter(({ method }) => method === 'OPTIONS');
    expect(new Set(asked.map(({ path }) => path))).toEqual(new Set(['/ping']));
    const tags = of('keyed').map((row) => row.preflight ?? 'unknown');
    const count = (tag: string) => tags.filter((other) => other === tag).length;
    expect(tags[0]).toBe('true');
    expect(count('false')).toBeGreaterThan(tags.length / 2);
    // Firefox asks again while it starts, and of requests that overlap it cannot be known.
    expect(count('true')).toBeLessThanOrEqual(asked.length);
    expect(count('true') + count('unknown')).toBeGreaterThanOrEqual(asked.length);
    expect(asked.length).toBeLessThan(tags.length / 2);
    for (const probe of ['h1', 'upload', 'opaque'])
      expect(new Set(of(probe).map((row) => row.preflight))).toEqual(new Set(['false']));
  });

  it('that carry a large body have an upload time in place of a round trip', () => {
    const uploads = of('upload');
    expect(uploads.length).toBeGreaterThan(4);
    expect(numbersOf(uploads, 'upload_ms')).toHaveLength(uploads.length);
    expect(numbersOf(uploads, 'rtt_ms')).toEqual([]);
    expect(Math.min(...numbersOf(uploads, 'bytes_up'))).toBeGreaterThan(1_000_000);
  });
});
