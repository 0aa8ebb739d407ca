import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Packages that a test needs and the repository does not: they are fetched at the first use. */
export interface PackageSet {
  /** What they are for, as a sentence begins: `The llama.cpp test server`. */
  title: string;
  /** Its folder below `node_modules/.cache/dishprobe`: with the version, so that another one is another folder. */
  folder: string;
  /** The variable that names another folder in its place. */
  folderVariable: string;
  /** As `npm install` takes them, with their versions. */
  packages: readonly string[];
  /** The module to import, below `node_modules`. */
  entry: string;
  /** What this system has no use for, below `node_modules`: removed once it is installed. */
  unused?: readonly string[];
}

const DRAFT_LIFE_MS = 3_600_000;
const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

const underWay = new Map<string, Promise<string>>();

/**
 * Installs packages into a cache folder, once; later calls and runs need no
 * network. Several processes may call at the same time. No script of a package
 * runs, and no optional package comes along.
 * Resolves with the URL of the module to import.
 * Rejects with a sentence that says what could not be had.
 */
export function installPackages(set: PackageSet): Promise<string> {
  const asked = process.env[set.folderVariable] || `node_modules/.cache/dishprobe/${set.folder}`;
  const folder = resolve(REPOSITORY, asked);
  const running = underWay.get(folder) ?? install(set, folder).finally(() => underWay.delete(folder));
  underWay.set(folder, running);
  return running;
}

/** The error of an installation, with its reason: a sentence that begins with what could not be installed. */
export const notInstalled = (title: string, reason: string): Error =>
  new Error(`${title} could not be installed: ${reason}`);

async function install(set: PackageSet, folder: string): Promise<string> {
  const entryIn = (root: string): string => join(root, 'node_modules', set.entry);
  const url = pathToFileURL(entryIn(folder)).href;
  if (existsSync(entryIn(folder))) return url;

  await mkdir(dirname(folder), { recursive: true });
  await sweepDrafts(folder);
  // A rename within one folder is atomic: another process sees all of the installation or none.
  const draft = await mkdtemp(`${folder}-`);
  try {
    await writeFile(join(draft, 'package.json'), '{ "name": "dishprobe-test-packages", "private": true }\n');
    await runNpm(set, draft);
    if (!existsSync(entryIn(draft)))
      throw notInstalled(set.title, `npm ended well and left no ${set.entry} behind.`);
    for (const path of set.unused ?? [])
      await rm(join(draft, 'node_modules', path), { recursive: true, force: true });
    await rename(draft, folder).catch((error: unknown) => {
      if (!existsSync(entryIn(folder))) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return url;
}

/** Removes what installations left that were killed; younger drafts may be another process at work. */
async function sweepDrafts(folder: string): Promise<void> {
  for (const name of await readdir(dirname(folder))) {
    const path = join(dirname(folder), name);
    if (!name.startsWith(`${basename(folder)}-`)) continue;
    const modifiedEpochMs = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => undefined,
    );
    if (modifiedEpochMs === undefined) continue;
    if (Date.now() - modifiedEpochMs > DRAFT_LIFE_MS) await rm(path, { recursive: true, force: true });
  }
}

function runNpm({ title, packages }: PackageSet, folder: string): Promise<void> {
  const args = ['install', '--prefix', folder, '--ignore-scripts', '--omit=optional', '--prefer-offline'];
  args.push('--no-audit', '--no-fund', '--no-bin-links', '--loglevel=error');
  args.push('--fetch-retries=1', '--fetch-retry-mintimeout=1000', ...packages);
  return new Promise((done, fail) => {
    const npm = spawn('npm', args, {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      shell: process.platform === 'win32',
    });
    let said = '';
    npm.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    npm.once('error', (error) => fail(notInstalled(title, `npm could not be started (${error.message}).`)));
    npm.once('close', (code) => {
      if (code === 0) done();
      else fail(notInstalled(title, reasonIn(said, code)));
    });
  });
}

/** The codes with which Node and npm name a network that leads nowhere. */
const UNREACHABLE =
  /\bE(NOTFOUND|AI_AGAIN|CONNREFUSED|CONNRESET|TIMEDOUT|NETUNREACH|HOSTUNREACH|RR_SOCKET_TIMEOUT)\b/;

function reasonIn(said: string, code: number | null): string {
  const unreachable = UNREACHABLE.exec(said)?.[0];
  if (unreachable !== undefined) {
    return `the package registry cannot be reached (${unreachable}). It is needed once: go online.`;
  }
  const lines = said.matchAll(/^npm error (?!A complete log)(.+)/gm);
  const reasons = [...lines].slice(0, 3).map(([, line]) => line);
  return `npm ended with code ${code}: ${reasons.join(' ') || 'no reason given'}.`;
}
