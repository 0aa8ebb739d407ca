import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSER_KINDS } from '../support/browsers.ts';
import { type FaultServer, startFaultServer } from '../support/fault-server.ts';
import { startTlsFaults, type TlsFaults } from '../support/fault-tls.ts';
import { type AppBench, openApp, openPlanLink, press, statusIs } from './app.ts';
import { numbersOf, type Row, rowsOf } from './csv.ts';
import { recordsIn } from './stored.ts';

const SECRET = 'hunter2-secret';

describe.each(BROWSER_KINDS)('endpoints that misbehave, in %s', (kind) => {
  let faults: FaultServer;
  let tls: TlsFaults;
  let bench: AppBench;
  let text: string;
  let samples: Row[];

  beforeAll(async () => {
    faults = await startFaultServer();
    tls = await startTlsFaults();
    bench = await openApp(kind);
  });

  afterAll(async () => {
    await bench?.close();
    await faults?.close();
    await tls?.close();
  });

  it('never leave a campaign stuck', async () => {
    const { page } = bench;
    const http = (path: string) => ({
      kind: 'http',
      name: path,
      url: `${faults.url}/${path}`,
      intervalMs: 1000,
      timeoutMs: 1500,
    });
    const ws = (path: string) => ({
      kind: 'websocket',
      name: `ws/${path}`,
      url: `${faults.url.replace('http', 'ws')}/ws/${path}`,
      intervalMs: 500,
      timeoutMs: 1500,
    });
    const chat = (path: string) => ({
      kind: 'chat',
      name: `chat/${path}`,
      protocol: 'openai',
      url: `${faults.url}/chat/${path}`,
      intervalMs: 2000,
      timeoutMs: 1500,
    });
    await openPlanLink(page, bench.app.url, {
      dishprobePlan: 1,
      name: 'Bad endpoints',
      durationS: 10,
      probes: [
        http('ok'),
        http('500'),
        http('no-cors'),
        { ...http('nobody'), url: 'http://127.0.0.1:9/' },
        ws('garbage'),
        ws('refuse'),
        chat('ok'),
        chat('cut'),
        chat('garbage'),
        chat('hang'),
        ...Object.entries({ ...tls.urls, 'no-tls': faults.url.replace('http', 'https') }).flatMap(
          ([name, url]) => [
            { ...http('x'), name: `https ${name}`, url },
            { ...ws('x'), name: `wss ${name}`, url: url.replace('https', 'wss') },
          ],
        ),
      ],
    });
    await page.waitForSelector('summary');
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    const field = await page.waitForSelector('input[type="password"]');
    await field?.type(SECRET);
    await press(page, 'Start campaign');
    await statusIs(page, 'Running');
    await statusIs(page, 'Finished');
    await press(page, 'Report', 'link');
    ({ text } = await bench.download('Export samples CSV'));
    samples = rowsOf(text);
    expect(bench.faults).toEqual([]);
  });

  it.each([
    ['ok', ['ok']],
    ['500', ['failed http-status']],
    ['no-cors', ['failed cors']],
    ['nobody', ['failed dns-or-connect']],
    ['ws/garbage', ['timeout']],
    ['ws/refuse', ['failed dns-or-connect']],
    ['chat/ok', ['ok']],
    ['chat/cut', ['failed truncated']],
    ['chat/garbage', ['failed malformed']],
    ['chat/hang', ['timeout']],
    // Of TLS a browser tells script no more than of a port where nobody listens.
    ...['self-signed', 'expired', 'other-name', 'tls-1.0', 'no-tls'].flatMap((name): [string, string[]][] => [
      [`https ${name}`, ['failed dns-or-connect']],
      [`wss ${name}`, ['failed dns-or-connect']],
    ]),
  ])('classify as the endpoint deserves: %s', (probe, wanted) => {
    const own = samples.filter((row) => row.probe === probe);
    expect(numbersOf(own, 'seq')).toEqual(own.map((_, i) => i));
    // Ten probes share six connections to one host: what is skipped was not sent, and says so.
    const seen = new Set(own.map((row) => [row.outcome, row.error].filter(Boolean).join(' ')));
    seen.delete('skipped');
    expect([...seen]).toEqual(wanted);
  });

  it('keep a key on this laptop: it is sent as a header and stands in no export, link or address', async () => {
    expect(faults.headers).toContain(SECRET);
    expect(text).not.toContain(SECRET);
    const records = [
      ...(await recordsIn(bench.page, 'campaigns')),
      ...(await recordsIn(bench.page, 'events')),
    ];
    const stored = JSON.stringify([records, await bench.page.evaluate(() => location.href)]);
    expect(stored).toContain('Bad endpoints');
    expect(stored).not.toContain(SECRET);
    expect(faults.requests.join('\n')).not.toContain(SECRET);
  });
});
