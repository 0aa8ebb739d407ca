import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type AppBench, giveFile, openApp, openPlanLink, press, shows, statusIs } from '../e2e/app.ts';
import { rowsOf } from '../e2e/csv.ts';
import { BROWSER_KINDS, type BrowserKind } from '../support/browsers.ts';
import { startEchoLog } from './kills/echo-log.ts';
import { readStored, refuseDamage } from './kills/stored.ts';

/**
 * A disk that is full, at once or little by little, and a quota that is used up stop a campaign in order:
 * all that was answered is stored and can be read, after a second start, too. An import for which there is
 * no room leaves all that is stored as it was. The disk is a small file system in memory, which only root
 * may mount; elsewhere the browser's quota is made small instead.
 */
export const unit = 'full disks of each browser and kind';
export const shortAmount = 1;

const MEGABYTES = 160;
const NAME = 'Full disk';
/** What takes the room away, in bytes a second. */
const PACE = 8e6;
/** Rows of a recording that has no room. */
const ROWS = 200_000;

type Way = 'suddenly' | 'gradually' | 'quota' | 'import';

export async function soak(rounds = 3, tell: (line: string) => void): Promise<void> {
  const disk = mountDisk();
  if (disk === undefined)
    tell('No file system may be mounted here: a small quota is tried alone, in Chromium.');
  try {
    for (let round = 1; round <= rounds; round += 1) {
      // The browser looks at a quota every half a minute.
      if (rounds > 1) tell(`chromium, quota: ${await fill('chromium', 'quota', undefined)}`);
      if (disk === undefined) continue;
      for (const kind of BROWSER_KINDS) {
        for (const way of rounds === 1 ? SHORT : WAYS)
          tell(`${kind}, ${way}: ${await fill(kind, way, disk)}`);
      }
    }
  } finally {
    disk?.close();
  }
}

const WAYS: readonly Way[] = ['suddenly', 'gradually', 'import'];
/** The others wait for a disk to fill. */
const SHORT: readonly Way[] = ['suddenly'];

interface Disk {
  path: string;
  freeBytes(): number;
  /** Leaves so many bytes free. */
  leave(bytes: number): void;
  empty(): void;
  close(): void;
}

/** A file system of its own; nothing where this user may mount none. */
function mountDisk(): Disk | undefined {
  const path = mkdtempSync(join(tmpdir(), 'dishprobe-disk-'));
  const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${MEGABYTES}m`, 'tmpfs', path]);
  const close = () => {
    if (mount.status === 0) spawnSync('umount', ['-l', path]);
    rmSync(path, { recursive: true, force: true });
  };
  if (mount.status !== 0) {
    close();
    return undefined;
  }
  const filler = join(path, 'filler');
  const freeBytes = () => {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  };
  return {
    path,
    freeBytes,
    leave(bytes) {
      for (let over = freeBytes() - bytes; over > 0; over = freeBytes() - bytes) {
        try {
          appendFileSync(filler, Buffer.alloc(Math.min(over, 1 << 20)));
        } catch {
          return;
        }
      }
    },
    empty: () => rmSync(filler, { force: true }),
    close,
  };
}

async function fill(kind: BrowserKind, way: Way, disk: Disk | undefined): Promise<string> {
  const profile = disk === undefined ? undefined : join(disk.path, `profile-${kind}`);
  if (profile !== undefined) mkdirSync(profile, { recursive: true });
  const echo = await startEchoLog();
  const bench = await openApp(kind, 9, process.cwd(), profile === undefined ? {} : { profile });
  try {
    await openPlanLink(bench.page, bench.app.url, {
      dishprobePlan: 1,
      name: NAME,
      durationS: 864_000,
      probes: [{ kind: 'websocket', name: 'echo', url: echo.url, intervalMs: 5 }],
    });
    await press(bench.page, 'Start campaign');
    await statusIs(bench.page, 'Running');
    await shows(bench.page, 'Answers are arriving.');
    const tookS = way === 'import' ? await importInVain(bench, disk) : await stopByFullDisk(bench, way, disk);
    await shot(bench, `${kind}-${way}`);
    const answered = echo.answeredEpochMs.length;
    disk?.empty();
    await bench.killAndReopen();
    // A second start reads what was written in the first one.
    await press(bench.page, NAME, 'link');
    await bench.killAndReopen();
    const { samples } = refuseDamage(await readStored(bench.page, NAME));
    await press(bench.page, NAME, 'link');
    await shows(bench.page, 'How it was measured');
    const rows = rowsOf((await bench.download('Export samples CSV')).text);
    const ok = rows.filter(({ outcome }) => outcome === 'ok').length;
    if (rows.length !== samples)
      throw new Error(`${samples} samples are stored, ${rows.length} can be read.`);
    // What was on its way as the campaign stopped is unmeasured, and rightly so.
    if (ok < answered - 50) throw new Error(`${answered} answers came, ${ok} are stored.`);
    return `over after ${tookS.toFixed(1)} s, ${ok} of ${answered} answers stored, all read`;
  } finally {
    await bench.close();
    await echo.close();
    disk?.empty();
    if (profile !== undefined) rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Takes the room away while the campaign runs; how long until it was stopped, in s. */
async function stopByFullDisk(bench: AppBench, way: Way, disk: Disk | undefined): Promise<number> {
  const from = Date.now();
  if (way === 'quota') await takeQuota(bench);
  if (way === 'suddenly') {
    // At any moment between two writes.
    await new Promise((resolve) => setTimeout(resolve, 1200 * Math.random()));
    disk?.leave(0);
  }
  const filling =
    way === 'gradually'
      ? setInterval(() => disk?.leave(Math.max(0, disk.freeBytes() - PACE / 20)), 50)
      : undefined;
  try {
    await statusIs(bench.page, 'Stopped', 180_000);
    await shows(bench.page, 'is full');
  } catch (error) {
    const said = await bench.page.evaluate(() => document.body.innerText.replaceAll(/\s+/g, ' '));
    throw new Error(`It did not stop in order. The page says: ${said}`, { cause: error });
  } finally {
    clearInterval(filling);
  }
  const tookS = (Date.now() - from) / 1000;
  // What was given back for the end is taken, too.
  disk?.leave(0);
  return tookS;
}

/** Ends the campaign and imports a file for which the disk has no room. */
async function importInVain(bench: AppBench, disk: Disk | undefined): Promise<number> {
  await press(bench.page, 'Stop campaign');
  await statusIs(bench.page, 'Stopped');
  const file = join(tmpdir(), `dishprobe-${process.pid}.csv`);
  const lines = Array.from({ length: ROWS }, (_, i) => `${1_790_000_000 + i},${30 + (i % 17)}`);
  writeFileSync(file, `t_s,rtt_ms\n${lines.join('\n')}\n`);
  const from = Date.now();
  try {
    await bench.page.goto(`${bench.app.url}/#/`);
    disk?.leave(12e6);
    await giveFile(bench.page, 'Import', file);
    // Ours, mostly; or, where the browser itself took the room between our look and the write, of its error.
    await bench.page.waitForFunction(() =>
      /nearly full\. Nothing was stored\.|The disk may be full: free some of it/.test(
        document.body.innerText,
      ),
    );
    if (await bench.page.evaluate((name) => document.body.innerText.includes(name), basename(file, '.csv')))
      throw new Error('An import for which there was no room left a campaign in the list.');
  } finally {
    rmSync(file, { force: true });
  }
  return (Date.now() - from) / 1000;
}

/** Leaves the app's origin less than it uses; what it keeps for the end is more than that. */
async function takeQuota({ page, app }: AppBench): Promise<void> {
  const used = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  const session = await page.createCDPSession();
  await session.send('Storage.overrideQuotaForOrigin', { origin: app.url, quotaSize: used - 8e6 });
}

/** For whoever wants to look at it: `SHOTS` names a folder. */
async function shot(bench: AppBench, name: string): Promise<void> {
  if (process.env.SHOTS === undefined) return;
  await bench.page.screenshot({ path: join(process.env.SHOTS, `${name}.png`), fullPage: true });
}
