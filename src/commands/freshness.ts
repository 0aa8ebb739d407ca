import { createHash, type Hash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** All that a build is made of. */
const SOURCES = [
  'src',
  'public',
  'index.html',
  'vite.config.ts',
  'tsconfig.base.json',
  'package.json',
  'package-lock.json',
];
const RECORD = join('node_modules', '.cache', 'dishprobe', 'build.txt');

function addToHash(hash: Hash, path: string): void {
  if (!existsSync(path)) return;
  if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path).sort()) addToHash(hash, join(path, name));
    return;
  }
  const content = readFileSync(path);
  // The length keeps a file's end and the next file's name apart.
  hash.update(`${path}\n${content.length}\n`).update(content);
}

function digest(paths: string[]): string {
  const hash = createHash('sha256');
  for (const path of paths) addToHash(hash, path);
  return hash.digest('hex');
}

/** Sources and what was built of them, by content: a fresh clone gives every file a new time. */
function fingerprint(root: string): string {
  return `${digest(SOURCES.map((name) => join(root, name)))} ${digest([join(root, 'dist')])}\n`;
}

/** Whether `dist/` is there, untouched, and made of the sources as they are now. */
export function isBuildFresh(root: string): boolean {
  const record = join(root, RECORD);
  if (!existsSync(join(root, 'dist', 'index.html')) || !existsSync(record)) return false;
  return readFileSync(record, 'utf8') === fingerprint(root);
}

/** Notes that `dist/` was just built. */
export function recordBuild(root: string): void {
  const record = join(root, RECORD);
  mkdirSync(dirname(record), { recursive: true });
  writeFileSync(record, fingerprint(root));
}
