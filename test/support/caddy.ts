import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { endProcess } from './process.ts';
import { CERT, KEY } from './tls.ts';

const STARTS_WITHIN_MS = 10_000;

/** A real web server in front of another one, once for each version of HTTP that it is to speak. */
export interface Caddy {
  /** Port on 127.0.0.1 where TLS offers HTTP/1.1 alone. */
  h1: number;
  /** HTTP/2, and HTTP/1.1 for those who do not offer it (WebSocket). */
  h2: number;
  /** HTTP/3 as well. */
  h3: number;
  close(): Promise<void>;
}

/**
 * Starts Caddy in front of a port of this machine. Resolves with nothing where it is not installed.
 * @throws Error with Caddy's own words where it does not come up.
 */
export async function startCaddy(upstreamPort: number): Promise<Caddy | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'dishprobe-caddy-'));
  writeFileSync(join(folder, 'cert.pem'), CERT);
  writeFileSync(join(folder, 'key.pem'), KEY);
  const [h1, h2, h3] = [await freePort(), await freePort(), await freePort()];
  const versions: [number, string][] = [
    [h1, 'h1'],
    [h2, 'h1 h2'],
    [h3, 'h1 h2 h3'],
  ];
  const servers = versions.map(([port, spoken]) => `servers 127.0.0.1:${port} {\nprotocols ${spoken}\n}`);
  const sites = versions.map(
    ([port]) =>
      `https://localhost:${port}, https://127.0.0.1:${port} {\nbind 127.0.0.1\ntls cert.pem key.pem\nreverse_proxy 127.0.0.1:${upstreamPort}\n}`,
  );
  const global = `{\nadmin off\nauto_https off\n${servers.join('\n')}\n}`;
  writeFileSync(join(folder, 'Caddyfile'), [global, ...sites].join('\n'));
  const child = spawn('caddy', ['run', '--config', 'Caddyfile', '--adapter', 'caddyfile'], {
    cwd: folder,
    env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
    words = (words + piece).slice(-4000);
  });
  const close = async () => {
    if (child.pid !== undefined) await endProcess(child);
    rmSync(folder, { recursive: true, force: true });
  };
  const isThere = await Promise.race([
    once(child, 'spawn').then(() => true),
    once(child, 'error').then(() => false),
  ]).catch(() => false);
  if (!isThere) {
    await close();
    return undefined;
  }
  try {
    for (const port of [h1, h2, h3]) await listens(port, child);
  } catch {
    await close();
    throw new Error(`Caddy did not come up. It said:\n${words}`);
  }
  return { h1, h2, h3, close };
}

/** What a browser has to be told to speak HTTP/3 to `localhost:port` at once, and to take the certificate. */
export function quicOptions(port: number): {
  quic: true;
  args: string[];
  prefs: Record<string, string | boolean>;
} {
  const key = new X509Certificate(CERT).publicKey.export({ type: 'spki', format: 'der' });
  const hash = createHash('sha256').update(key).digest('base64');
  return {
    quic: true,
    args: [
      `--origin-to-force-quic-on=localhost:${port}`,
      `--ignore-certificate-errors-spki-list=${hash}`,
      // Forced QUIC tries the first address of a name alone, which may be ::1.
      '--host-resolver-rules=MAP localhost 127.0.0.1',
    ],
    prefs: {
      'network.dns.disableIPv6': true,
      // For every port of this host name: what is to be asked over HTTP/1.1 or 2 goes by 127.0.0.1.
      'network.http.http3.alt-svc-mapping-for-testing': `localhost;h3=:${port}`,
      'network.http.http3.disable_when_third_party_roots_found': false,
    },
  };
}

async function listens(port: number, child: ChildProcess): Promise<void> {
  const giveUp = Date.now() + STARTS_WITHIN_MS;
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const isUp = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isUp) return;
    if (child.exitCode !== null || Date.now() > giveUp) throw new Error('It does not listen.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
