// @ts-check
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} LockedPackage */

const LOCK_POLL_MS = 250;
/** So many requests without an answer, and not one with: there is no network. */
const HOPELESS_REQUESTS = 8;
const NO_NETWORK =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENETDOWN|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED/;

/**
 * Why `node_modules` does not match the lock file, as part of a sentence, or undefined when it matches.
 * npm leaves `node_modules/.package-lock.json` as its last act, so an install that broke off counts as none.
 * Times are not compared: a checkout makes an equal lock file look new.
 * @param {unknown} lock package-lock.json
 * @param {unknown} installed node_modules/.package-lock.json, undefined when there is none
 * @param {(path: string) => boolean} isThere whether a folder such as `node_modules/idb` exists
 * @returns {string | undefined}
 */
export function staleReason(lock, installed, isThere) {
  const wanted = packagesOf(lock);
  const present = packagesOf(installed);
  if (wanted === undefined) return undefined;
  if (present === undefined) return 'nothing is installed yet';
  for (const [path, { version, integrity, optional, devOptional, link }] of Object.entries(wanted)) {
    if (path === '' || link === true) continue;
    const found = present[path];
    // npm leaves out optional packages that are made for another system.
    if (found === undefined && (optional === true || devOptional === true)) continue;
    if (found === undefined) return `${path} is missing`;
    if (found.version !== version || found.integrity !== integrity) return `${path} has another version`;
    if (!isThere(path)) return `${path} was deleted`;
  }
  const surplus = Object.keys(present).find((path) => !(path in wanted));
  return surplus === undefined ? undefined : `${surplus} is no longer used`;
}

/**
 * @param {unknown} lock
 * @returns {Record<string, LockedPackage> | undefined}
 */
function packagesOf(lock) {
  if (typeof lock !== 'object' || lock === null || !('packages' in lock)) return undefined;
  const { packages } = lock;
  if (typeof packages !== 'object' || packages === null) return undefined;
  return Object.fromEntries(
    Object.entries(packages).filter(([, value]) => typeof value === 'object' && value !== null),
  );
}

/**
 * A sentence for what npm wrote when it failed.
 * @param {string} output
 * @param {number | null} exitCode
 */
export function installError(output, exitCode) {
  if (NO_NETWORK.test(output)) {
    return 'The packages could not be installed because npm cannot reach its registry. Connect to the network (or name a proxy or mirror with npm config) and run the command again; later starts need no network.';
  }
  if (/ENOSPC/.test(output)) return 'The packages could not be installed because the disk is full.';
  if (/EACCES|EPERM|EROFS/.test(output)) {
    return 'The packages could not be installed because this folder may not be written to.';
  }
  return `The packages could not be installed: npm ci ended with code ${exitCode}; its own words stand above.`;
}

/**
 * Installs with `npm ci` when `node_modules` is missing or does not match the lock file.
 * Commands that start at the same time wait for the one that installs.
 * @param {string} root the repository's folder
 * @throws {Error} with a sentence that says what is wrong
 */
export async function ensureInstalled(root) {
  if (reasonToInstall(root) === undefined) return;
  const release = await takeTurn(root);
  try {
    const reason = reasonToInstall(root);
    if (reason === undefined) return;
    process.stderr.write(`Installing packages (${reason}).\n`);
    await npmCi(root);
  } finally {
    release();
  }
}

/** @param {string} root */
function reasonToInstall(root) {
  const lock = readJson(join(root, 'package-lock.json'));
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'));
  return staleReason(lock, installed, (path) => existsSync(join(root, path, 'package.json')));
}

/**
 * @param {string} path
 * @returns {unknown}
 */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Holds a lock file with this process's id, outside node_modules because npm ci empties that.
 * @param {string} root
 * @returns {Promise<() => void>} gives the turn up
 */
async function takeTurn(root) {
  const path = join(
    tmpdir(),
    `dishprobe-install-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`,
  );
  for (;;) {
    try {
      const file = openSync(path, 'wx');
      writeSync(file, String(process.pid));
      closeSync(file);
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, LOCK_POLL_MS));
    if (!isHolderAlive(path)) rmSync(path, { force: true });
  }
}

/** @param {string} path */
function isHolderAlive(path) {
  try {
    process.kill(Number(readFileSync(path, 'utf8')), 0);
    return true;
  } catch (error) {
    // Another user's process answers with EPERM: it lives.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** @param {string} root */
async function npmCi(root) {
  const args = ['ci', '--include=dev', '--include=optional', '--ignore-scripts', '--prefer-offline'];
  // The level shows each request: npm itself goes on for minutes where nothing can be reached.
  const manner = [
    '--no-audit',
    '--no-fund',
    '--loglevel=http',
    '--fetch-retry-mintimeout=2000',
    '--fetch-retry-maxtimeout=10000',
  ];
  const npm = process.env.npm_execpath;
  const viaNode = npm?.endsWith('.js') === true;
  const child = spawn(viaNode ? process.execPath : 'npm', [...(viaNode ? [npm] : []), ...args, ...manner], {
    cwd: root,
    stdio: ['ignore', 2, 'pipe'],
    shell: !viaNode && process.platform === 'win32',
  });
  let output = '';
  const requests = { answered: 0, unreachable: 0 };
  const { stderr } = child;
  if (stderr === null) throw new Error('npm was started without its error stream.');
  createInterface({ input: stderr }).on('line', (line) => {
    if (!line.startsWith('npm http')) {
      output += `${line}\n`;
      if (!line.startsWith('npm warn')) process.stderr.write(`${line}\n`);
      return;
    }
    if (NO_NETWORK.test(line)) {
      requests.unreachable += 1;
      output += `${line}\n`;
    } else requests.answered += 1;
    if (requests.answered === 0 && requests.unreachable === HOPELESS_REQUESTS) child.kill();
  });
  /** @type {number | null} */
  const exitCode = await new Promise((resolve, reject) => {
    child.once('error', () => reject(new Error('npm was not found: install Node.js together with npm.')));
    child.once('close', resolve);
  });
  if (exitCode !== 0) throw new Error(installError(output, exitCode));
}
