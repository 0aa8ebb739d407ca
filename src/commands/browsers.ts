import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export const BROWSER_KINDS = ['chromium', 'firefox'] as const;
export type BrowserKind = (typeof BROWSER_KINDS)[number];

type Env = Readonly<Record<string, string | undefined>>;

const VARIABLES: Record<BrowserKind, string> = { chromium: 'CHROME_PATH', firefox: 'FIREFOX_PATH' };
const DEBIAN_PACKAGES: Record<BrowserKind, string> = { chromium: 'chromium', firefox: 'firefox-esr' };

const COMMANDS: Record<BrowserKind, string[]> = {
  chromium: [
    'chromium',
    'chromium-browser',
    'google-chrome-stable',
    'google-chrome',
    'chrome',
    'microsoft-edge',
  ],
  firefox: ['firefox-esr', 'firefox'],
};

const MAC_APPS: Record<BrowserKind, string[]> = {
  chromium: [
    'Chromium.app/Contents/MacOS/Chromium',
    'Google Chrome.app/Contents/MacOS/Google Chrome',
    'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  firefox: ['Firefox.app/Contents/MacOS/firefox', 'Firefox ESR.app/Contents/MacOS/firefox'],
};

const WINDOWS_PROGRAMS: Record<BrowserKind, string[]> = {
  chromium: [
    'Chromium\\Application\\chrome.exe',
    'Google\\Chrome\\Application\\chrome.exe',
    'Microsoft\\Edge\\Application\\msedge.exe',
  ],
  firefox: ['Mozilla Firefox\\firefox.exe', 'Mozilla Firefox ESR\\firefox.exe'],
};

/**
 * Every place where a browser of this kind may be, best first: the variable
 * (CHROME_PATH or FIREFOX_PATH), then the usual folders of the system.
 */
export function browserPlaces(kind: BrowserKind, env: Env, platform: NodeJS.Platform): string[] {
  const named = env[VARIABLES[kind]];
  // A path that was named and is wrong must be an error, not another browser in silence.
  if (named !== undefined && named !== '') return [named];
  if (platform === 'darwin') {
    const folders = ['/Applications', ...(env.HOME === undefined ? [] : [join(env.HOME, 'Applications')])];
    return folders.flatMap((folder) => MAC_APPS[kind].map((app) => `${folder}/${app}`));
  }
  if (platform === 'win32') {
    const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA];
    return folders.flatMap((folder) =>
      folder === undefined ? [] : WINDOWS_PROGRAMS[kind].map((program) => `${folder}\\${program}`),
    );
  }
  const onPath = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const folders = new Set([...onPath, '/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome']);
  return COMMANDS[kind].flatMap((command) => [...folders].map((folder) => join(folder, command)));
}

/** The path of an installed browser, or undefined. */
export function findBrowser(
  kind: BrowserKind,
  env: Env = process.env,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  return browserPlaces(kind, env, platform).find(isExecutable);
}

/** Whether the text of an os-release file describes Debian or a system made from it. */
export function isDebian(osRelease: string): boolean {
  const ids = [...osRelease.matchAll(/^ID(?:_LIKE)?=(.*)$/gm)];
  return ids.some(([, value]) => (value ?? '').replaceAll(/["']/g, '').split(/\s+/).includes('debian'));
}

/** One line that says what to install; empty when nothing is missing. */
export function missingSentence(missing: readonly BrowserKind[], env: Env): string {
  if (missing.length === 0) return '';
  const wrong = missing.filter((kind) => (env[VARIABLES[kind]] ?? '') !== '');
  if (wrong.length > 0) {
    const named = wrong.map((kind) => `${VARIABLES[kind]}=${env[VARIABLES[kind]]}`).join(' and ');
    return `No browser can be started at ${named}: correct the path, or unset the variable.`;
  }
  const names = missing.map((kind) => (kind === 'chromium' ? 'Chromium' : 'Firefox')).join(' and ');
  const packages = missing.map((kind) => DEBIAN_PACKAGES[kind]).join(' ');
  const variables = missing.map((kind) => VARIABLES[kind]).join(' and ');
  return `Install ${names} (on Debian: apt-get install ${packages}), or set ${variables} to the program.`;
}

/**
 * Finds both browsers. Where one is missing and this is Debian as root, its
 * package is installed from the system's own archive.
 * @throws Error with one line that says what to install.
 */
export function ensureBrowsers(env: Env = process.env): Record<BrowserKind, string> {
  let missing = BROWSER_KINDS.filter((kind) => findBrowser(kind, env) === undefined);
  const installable = missing.every((kind) => (env[VARIABLES[kind]] ?? '') === '');
  if (missing.length > 0 && installable && process.getuid?.() === 0 && isDebian(readOsRelease())) {
    installDebianPackages(missing.map((kind) => DEBIAN_PACKAGES[kind]));
    missing = BROWSER_KINDS.filter((kind) => findBrowser(kind, env) === undefined);
  }
  const [chromium, firefox] = [findBrowser('chromium', env), findBrowser('firefox', env)];
  if (chromium === undefined || firefox === undefined) throw new Error(missingSentence(missing, env));
  return { chromium, firefox };
}

function installDebianPackages(packages: string[]): void {
  process.stderr.write(`Installing ${packages.join(' and ')} from the Debian archive.\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    const { status } = spawnSync('apt-get', args, { env, stdio: ['ignore', 2, 2] });
    if (status !== 0) return;
  }
}

function readOsRelease(): string {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch {
    return '';
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
