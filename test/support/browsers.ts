import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser } from 'puppeteer-core';
import {
  BROWSER_KINDS,
  type BrowserKind,
  findBrowser,
  missingSentence,
} from '../../src/commands/browsers.ts';
import { endProcess } from './process.ts';
import { CHROMIUM_ARGS, FIREFOX_PREFS, OFFLINE_CHROMIUM_ARGS, OFFLINE_FIREFOX_PREFS } from './quiet.ts';

export { BROWSER_KINDS, type BrowserKind };

export interface LaunchOptions {
  /** A profile folder that outlives this browser; default: a new one that `close` removes. */
  userDataDir?: string;
  /** Only loopback addresses resolve, so that a request to anywhere else fails. */
  offline?: boolean;
  /** Leaves QUIC (HTTP/3) on. Chromium only. */
  quic?: boolean;
  /** Takes any certificate, as those of servers that tests start on the loopback. */
  anyCertificate?: boolean;
  /** Holds back tabs behind others as a browser of a user does; puppeteer would keep Chromium from it. */
  holdsBackHidden?: boolean;
  /** Talks to the browser over a pipe: only so may Chromium be told to install an app. */
  pipe?: boolean;
  /** Further variables of the environment. */
  env?: Record<string, string>;
  /** Further command line arguments. */
  args?: string[];
  /** Further Firefox preferences. */
  prefs?: Record<string, string | number | boolean>;
}

/** A puppeteer browser that knows its process, so that a test can kill it as a power cut would. */
export type TestBrowser = Browser & {
  readonly pid: number;
  readonly userDataDir: string;
  /** SIGKILL to the browser and its children; resolves when it is gone. The profile stays until `close`. */
  kill(): Promise<void>;
};

const NO_HOLDING_BACK = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];

/**
 * Starts an installed browser, headless, on a profile of its own.
 * @throws Error with one line that says what to install.
 */
export async function launch(kind: BrowserKind, options: LaunchOptions = {}): Promise<TestBrowser> {
  const executablePath = findBrowser(kind);
  if (executablePath === undefined) throw new Error(missingSentence([kind], process.env));
  const workFolder = mkdtempSync(join(tmpdir(), 'dishprobe-'));
  const userDataDir = options.userDataDir ?? join(workFolder, 'profile');
  mkdirSync(userDataDir, { recursive: true });
  try {
    const browser = await puppeteer.launch({
      browser: kind === 'firefox' ? 'firefox' : 'chrome',
      executablePath,
      headless: true,
      pipe: options.pipe === true,
      ignoreDefaultArgs: options.holdsBackHidden === true ? NO_HOLDING_BACK : false,
      acceptInsecureCerts: options.anyCertificate === true,
      userDataDir,
      // A killed browser leaves its temporary files behind: give it a place that is removed.
      // Elsewhere the path to Chromium's socket would grow too long.
      env: {
        ...process.env,
        ...(process.platform === 'linux' ? { TMPDIR: workFolder } : {}),
        ...options.env,
      },
      args: [...(kind === 'chromium' ? chromiumArgs(options) : []), ...(options.args ?? [])],
      ...(kind === 'firefox' ? { extraPrefsFirefox: firefoxPrefs(options) } : {}),
      timeout: 60_000,
      protocolTimeout: 180_000,
    });
    return withProcess(browser, userDataDir, workFolder);
  } catch (error) {
    removeFolder(workFolder);
    throw error;
  }
}

function chromiumArgs(options: LaunchOptions): string[] {
  return [
    ...CHROMIUM_ARGS,
    // Chromium refuses to start as root with its sandbox on.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...(options.quic === true ? [] : ['--disable-quic']),
    // What a session is told about certificates does not reach its workers.
    ...(options.anyCertificate === true ? ['--ignore-certificate-errors'] : []),
    ...(options.offline === true ? OFFLINE_CHROMIUM_ARGS : []),
  ];
}

function firefoxPrefs(options: LaunchOptions): Record<string, string | number | boolean> {
  return { ...FIREFOX_PREFS, ...(options.offline === true ? OFFLINE_FIREFOX_PREFS : {}), ...options.prefs };
}

function withProcess(browser: Browser, userDataDir: string, workFolder: string): TestBrowser {
  const child = browser.process();
  const pid = child?.pid;
  if (child === null || pid === undefined) throw new Error('The browser was started without a process.');
  const closeGently = browser.close.bind(browser);
  const kill = async (): Promise<void> => {
    await endProcess(child);
    await putBack(userDataDir);
    if (!userDataDir.startsWith(workFolder)) removeFolder(workFolder);
  };
  const close = async (): Promise<void> => {
    await Promise.race([closeGently().catch(() => undefined), patience(10_000)]);
    await endProcess(child);
    removeFolder(workFolder);
  };
  return Object.assign(browser, { pid, userDataDir, kill, close });
}

/** Once a Firefox has ended, puppeteer puts the preferences back that it found in a profile; the next start must not meet it at that. */
async function putBack(profile: string): Promise<void> {
  const giveUp = Date.now() + 10_000;
  const kept = ['prefs.js', 'user.js'].map((file) => join(profile, `${file}.puppeteer`));
  while (kept.some((file) => existsSync(file)) && Date.now() < giveUp)
    await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Resolves after `ms` without keeping the test process alive. */
function patience(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

function removeFolder(path: string): void {
  // The last child may still write a lock file for a moment.
  rmSync(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}
