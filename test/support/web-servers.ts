import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { endProcess } from './process.ts';

/** A web server that people host the app with, run with the lines that docs/hosting.md tells them. */
export interface HostedServer {
  url: string;
  close(): Promise<void>;
}

export const WEB_SERVERS = ['nginx', 'caddy'] as const;
export type WebServer = (typeof WEB_SERVERS)[number];

/** The version of an installed web server, or undefined. */
export function versionOf(server: WebServer): string | undefined {
  const { status, stdout, stderr } = spawnSync(server, [server === 'nginx' ? '-v' : 'version'], {
    encoding: 'utf8',
    env: withSbin(),
  });
  return status === 0 ? (stdout + stderr).trim().split('\n')[0] : undefined;
}

/** The lines of docs/hosting.md for a server: the indented block after the paragraph that begins with its name. */
export function documentedLines(server: WebServer): string {
  const document = readFileSync(join('docs', 'hosting.md'), 'utf8');
  const found = new RegExp(`^${server}.*:\\n\\n((?: {4}.*\\n|\\n)+)`, 'im').exec(document);
  if (found?.[1] === undefined) throw new Error(`docs/hosting.md has no lines for ${server}.`);
  return found[1].replaceAll(/^ {4}/gm, '').trim();
}

/** Starts an installed server on the loopback with the documented lines; `folder` holds the built app. */
export async function startDocumented(server: WebServer, folder: string): Promise<HostedServer> {
  const port = await freePort();
  const work = mkdtempSync(join(tmpdir(), `dishprobe-${server}-`));
  const config = join(work, 'config');
  writeFileSync(config, server === 'nginx' ? nginxConfig(port, work, folder) : caddyConfig(port, folder));
  const args =
    server === 'nginx'
      ? ['-c', config, '-p', work, '-e', join(work, 'error.log')]
      : ['run', '--config', config, '--adapter', 'caddyfile'];
  const child = spawn(server, args, {
    env: { ...withSbin(), HOME: work, XDG_DATA_HOME: work, XDG_CONFIG_HOME: work },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const said: Buffer[] = [];
  child.stderr.on('data', (part: Buffer) => said.push(part));
  const close = async () => {
    await endProcess(child);
    rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  };
  const url = `http://127.0.0.1:${port}`;
  if (await answers(url, child)) return { url, close };
  await close();
  throw new Error(`${server} did not start with the documented lines: ${Buffer.concat(said).toString()}`);
}

function nginxConfig(port: number, work: string, folder: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `daemon off;
pid ${work}/nginx.pid;
events {}
http {
  include /etc/nginx/mime.types;
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${work}/${name};`).join('\n  ')}
  server {
    listen 127.0.0.1:${port};
    root ${folder};
    ${documentedLines('nginx')}
  }
}
`;
}

function caddyConfig(port: number, folder: string): string {
  const lines = documentedLines('caddy');
  const site = lines.replace('app.example.com', `http://127.0.0.1:${port}`).replace('/srv/dishprobe', folder);
  return `{\n  admin off\n}\n${site}\n`;
}

async function answers(url: string, child: ChildProcess): Promise<boolean> {
  for (let tries = 0; tries < 100 && child.exitCode === null; tries += 1) {
    const answer = await fetch(url).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer !== undefined) return true;
    await wait(100);
  }
  return false;
}

/** Debian keeps servers in folders that are not on everybody's path. */
function withSbin(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin:/usr/local/sbin` };
}
