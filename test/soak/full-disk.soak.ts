import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AppBench, openApp, openPlanLink, press, shows, statusIs } from '../e2e/app.ts';
import { rowsOf } from '../e2e/csv.ts';
import type { BrowserKind } from '../support/browsers.ts';
import { startEchoLog } from './kills/echo-log.ts';
import { readStored, refuseDamage } from './kills/stored.ts';

/**
 * A quota that is used up (Chromium) and a disk that is full (Firefox) stop a campaign in order: all that was
 * answered is stored and can be read. The disk is a small file system in memory, which only root
 * may mount; elsewhere the browser's quota is made small instead.
 */
export const unit = 'full disks of each browser and kind';
export const shortAmount = 1;

const MEGABYTES = 160;
const NAME = 'Full disk';

type Way = 'suddenly' | 'quota';

export async function soak(rounds = 3, tell: (line: string) => void): Promise<void> {
  const disk = mountDisk();
  if (disk === undefined)
    tell('No file system may be mounted here: a small quota is tried alone, in Chromium.');
  try {
    for (let round = 1; round <= rounds; round += 1) {
      tell(`chromium, quota: ${await fill('chromium', 'quota', undefined)}`);
      if (disk === undefined) continue;
      // Chromium does not say that its disk is full, and may delete the database: not held yet.
      tell(`firefox, suddenly: ${await fill('firefox', 'suddenly', disk)}`);
    }
  } finally {
    disk?.close();
  }
}

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
    const from = Date.now();
    if (way === 'quota') await takeQuota(bench);
    else disk?.leave(0);
    await statusIs(bench.page, 'Stopped', 180_000);
    const tookS = (Date.now() - from) / 1000;
    await shows(bench.page, 'is full');
    await shot(bench, `${kind}-${way}`);
    const answered = echo.answeredEpochMs.length;
    disk?.empty();
    await bench.killAndReopen();
    const stored = await readStored(bench.page, NAME);
    const { samples } = refuseDamage(stored);
    await press(bench.page, NAME, 'link');
    await shows(bench.page, 'How it was measured');
    const rows = rowsOf((await bench.download('Export samples CSV')).text);
    const ok = rows.filter(({ outcome }) => outcome === 'ok').length;
    if (rows.length !== samples)
      throw new Error(`${samples} samples are stored, ${rows.length} can be read.`);
    // What was on its way as the campaign stopped is unmeasured, and rightly so.
    if (ok < answered - 50) throw new Error(`${answered} answers came, ${ok} are stored.`);
    return `stopped after ${tookS.toFixed(1)} s, ${ok} of ${answered} answers stored, all read`;
  } finally {
    await bench.close();
    await echo.close();
    disk?.empty();
    if (profile !== undefined) rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Leaves the app's origin no more than it uses. */
async function takeQuota({ page, app }: AppBench): Promise<void> {
  const used = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  const session = await page.createCDPSession();
  await session.send('Storage.overrideQuotaForOrigin', { origin: app.url, quotaSize: used });
}

/** For whoever wants to look at it: `SHOTS` names a folder. */
async function shot(bench: AppBench, name: string): Promise<void> {
  if (process.env.SHOTS === undefined) return;
  await bench.page.screenshot({ path: join(process.env.SHOTS, `${name}.png`), fullPage: true });
}
