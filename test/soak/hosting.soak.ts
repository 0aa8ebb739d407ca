import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from '../../src/commands/build.ts';
import { startDocumented, versionOf, WEB_SERVERS } from '../support/web-servers.ts';

/**
 * Each web server of docs/hosting.md, with the lines of that document, sends the headers that the
 * app asks for. A server that is not installed is named, and its lines are then not proven.
 */
export const unit = 'starts of each server';
export const shortAmount = 1;

const ISOLATION = [
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-embedder-policy', 'credentialless'],
] as const;

export async function soak(starts = 5, tell: (line: string) => void): Promise<void> {
  const root = process.cwd();
  await ensureBuilt(root);
  const dist = join(root, 'dist');
  for (const name of WEB_SERVERS) {
    const version = versionOf(name);
    if (version === undefined) {
      tell(`${name} is not installed here: its lines in docs/hosting.md were not run.`);
      continue;
    }
    for (let start = 1; start <= starts; start += 1) {
      const server = await startDocumented(name, dist);
      try {
        for (const path of pathsOf(dist)) await look(`${name}: ${path}`, `${server.url}${path}`, path);
      } finally {
        await server.close();
      }
    }
    tell(`${name} (${version}): ${pathsOf(dist).length} paths carry the headers and types, ${starts} times`);
  }
}

function pathsOf(dist: string): string[] {
  const hashed = ['assets', 'engine/run'].flatMap((folder) =>
    readdirSync(join(dist, folder)).map((file) => `/${folder}/${file}`),
  );
  return ['/', '/index.html', '/sw.js', '/engine/sw.js', '/manifest.webmanifest', ...hashed];
}

async function look(what: string, url: string, path: string): Promise<void> {
  const answer = await fetch(url);
  await answer.arrayBuffer();
  if (answer.status !== 200) throw new Error(`${what} has the status ${answer.status}.`);
  const immutable = /^\/(assets|engine\/run)\//.test(path);
  const wanted = [
    ...ISOLATION,
    ['cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache'],
  ] as const;
  for (const [header, value] of wanted) {
    const sent = answer.headers.get(header);
    if (sent !== value) throw new Error(`${what} has ${header} "${sent}" instead of "${value}".`);
  }
  const type = answer.headers.get('content-type') ?? '';
  const right = path.endsWith('.js')
    ? /^(text|application)\/javascript/
    : path.endsWith('.webmanifest')
      ? /^application\/manifest\+json/
      : /^text\/(html|css)/;
  if (!right.test(type)) throw new Error(`${what} has the type "${type}".`);
}
