import { startTarget } from '../../src/target/target.ts';
import { openApp, openPlanLink, press, statusIs } from '../e2e/app.ts';
import { numbersOf, quantile, type Row, rowsOf } from '../e2e/csv.ts';
import { BROWSER_KINDS, type BrowserKind } from '../support/browsers.ts';
import { type Caddy, quicOptions, startCaddy } from '../support/caddy.ts';
import { startH2Server } from '../support/h2-server.ts';

export const unit = 'seconds';
export const shortAmount = 8;

const CONVINCING_S = 60;
const UPLOAD_BYTES = 1_000_000;

interface Way {
  name: string;
  url: string;
  /** What `protocol` has to read in each sample. */
  protocol: string;
}

/** Probes a real Caddy over HTTP/1.1, 2 and 3 and a WebSocket, from the built app in both browsers. */
export async function soak(amount: number | undefined, tell: (line: string) => void): Promise<void> {
  const target = await startTarget({ host: '127.0.0.1' });
  const caddy = await startCaddy(target.port);
  const h2 = await startH2Server();
  try {
    if (caddy === undefined)
      tell('Caddy is not installed: HTTP/3 and its WebSocket stay unproven, HTTP/2 is Node\u2019s own.');
    for (const kind of BROWSER_KINDS) {
      const ways = waysOf(caddy, target.url, h2.url);
      const rows = await campaign(kind, ways, caddy, amount ?? CONVINCING_S);
      for (const line of table(kind, rows)) tell(line);
      for (const way of ways)
        judge(
          way,
          rows.filter(({ probe }) => probe === way.name),
          kind,
        );
      if (caddy !== undefined)
        judgeSocket(
          rows.filter(({ kind: of }) => of === 'websocket'),
          kind,
        );
    }
  } finally {
    await caddy?.close();
    await h2.close();
    await target.close();
  }
}

function waysOf(caddy: Caddy | undefined, targetUrl: string, h2Url: string): Way[] {
  if (caddy === undefined)
    return [
      { name: 'h1', url: targetUrl, protocol: 'http/1.1' },
      { name: 'h2', url: h2Url, protocol: 'h2' },
    ];
  return [
    { name: 'h1', url: `https://127.0.0.1:${caddy.h1}`, protocol: 'http/1.1' },
    { name: 'h2', url: `https://127.0.0.1:${caddy.h2}`, protocol: 'h2' },
    { name: 'h3', url: `https://localhost:${caddy.h3}`, protocol: 'h3' },
  ];
}

async function campaign(
  kind: BrowserKind,
  ways: Way[],
  caddy: Caddy | undefined,
  durationS: number,
): Promise<Row[]> {
  const launch = { anyCertificate: true, ...(caddy === undefined ? {} : quicOptions(caddy.h3)) };
  const bench = await openApp(kind, undefined, undefined, { launch });
  try {
    const probes: object[] = ways.flatMap(({ name, url }) => [
      { kind: 'http', name, url: `${url}/ping`, intervalMs: 250 },
      {
        kind: 'http',
        name: `${name} upload`,
        url: `${url}/upload`,
        method: 'POST',
        bodyBytes: UPLOAD_BYTES,
        intervalMs: 2000,
      },
    ]);
    if (caddy !== undefined)
      probes.push({
        kind: 'websocket',
        name: 'wss',
        url: `wss://127.0.0.1:${caddy.h2}/echo`,
        intervalMs: 250,
        subprotocol: 'dishprobe.echo.v1',
      });
    const plan = { dishprobePlan: 1, name: 'Protocols', durationS, probes };
    await openPlanLink(bench.page, bench.app.url, plan);
    await press(bench.page, 'Start campaign');
    await statusIs(bench.page, 'Running');
    await statusIs(bench.page, 'Finished', durationS * 1000 + 60_000);
    await press(bench.page, 'Report', 'link');
    return rowsOf((await bench.download('Export samples CSV')).text);
  } finally {
    await bench.close();
  }
}

function judge({ name, protocol }: Way, rows: Row[], kind: BrowserKind): void {
  const ok = rows.filter(({ outcome }) => outcome === 'ok');
  const says = (what: string) => new Error(`${name} in ${kind}: ${what}`);
  if (ok.length < rows.length * 0.95) throw says(`${ok.length} of ${rows.length} probes were answered.`);
  const others = ok.filter((row) => row.protocol !== protocol);
  if (others.length > 0) throw says(`spoke ${[...new Set(others.map((row) => row.protocol))].join()}.`);
  if (ok.some((row) => row.timing_source !== 'resource-timing')) throw says('lost its phases.');
  const warm = ok.filter((row) => row.new_connection === 'false');
  if (warm.length < ok.length * 0.9) throw says(`${ok.length - warm.length} probes opened a connection.`);
  if (warm.some((row) => row.rtt_ms === undefined)) throw says('a warm sample has no round trip.');
}

function judgeSocket(rows: Row[], kind: BrowserKind): void {
  const ok = rows.filter(({ outcome }) => outcome === 'ok');
  if (ok.length < rows.length * 0.95)
    throw new Error(`wss in ${kind}: ${ok.length} of ${rows.length} echoes came.`);
}

function table(kind: BrowserKind, rows: Row[]): string[] {
  return [...new Set(rows.map(({ probe = '' }) => probe))].map((name) => {
    const own = rows.filter(({ probe }) => probe === name);
    const p50 = (column: string) => {
      const values = numbersOf(own, column);
      return values.length === 0 ? '-' : quantile(values, 0.5).toFixed(1);
    };
    const fresh = own.filter((row) => row.new_connection === 'true').length;
    const spoken = [...new Set(own.map(({ protocol = '-' }) => protocol))].join('+');
    return `${kind} ${name}: ${spoken}, ${own.length} probes, ${fresh} new connections, p50 ms: rtt ${p50('rtt_ms')}, connect ${p50('connect_ms')}, tls ${p50('tls_ms')}, upload ${p50('upload_ms')}, service ${p50('service_ms')}`;
  });
}
