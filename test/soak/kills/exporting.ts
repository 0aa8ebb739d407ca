import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AppBench, giveFile, openApp, press, shows } from '../../e2e/app.ts';
import type { BrowserKind } from '../../support/browsers.ts';
import { recording } from './importing.ts';
import { readStored, refuseDamage } from './stored.ts';

const ROWS = 400_000;
const NAME = 'large';
const BUTTONS = ['Export samples CSV', 'Export bundle'] as const;

/**
 * Kills a browser at random moments of an export. After each kill the store holds all samples, the
 * folder of the downloads no file that has the name of a whole one and is not, and the next export is
 * the same as one that nothing interrupted.
 */
export async function killWhileExporting(
  kind: BrowserKind,
  kills: number,
  random: () => number,
): Promise<{ whole: number; none: number }> {
  const bench = await openApp(kind);
  const counts = { whole: 0, none: 0 };
  try {
    const file = join(bench.browser.userDataDir, `${NAME}.csv`);
    writeFileSync(file, recording(ROWS, 0));
    await giveFile(bench.page, 'Import', file);
    await shows(bench.page, 'How it was measured');
    const known = new Map<string, { hash: string; ms: number }>();
    for (const button of BUTTONS) known.set(button, await exported(bench, button));
    for (let kill = 1; kill <= kills; kill += 1) {
      const button = BUTTONS[kill % BUTTONS.length] ?? BUTTONS[0];
      const { hash, ms } = known.get(button) ?? { hash: '', ms: 0 };
      await press(bench.page, button);
      await new Promise((resolve) => setTimeout(resolve, 1.2 * ms * random()));
      await bench.killAndReopen();
      const hashes = takeDownloads(bench.downloads);
      if (hashes.some((other) => other !== hash)) throw new Error('Half a file passes for a whole one.');
      counts[hashes.length > 0 ? 'whole' : 'none'] += 1;
      const { samples } = refuseDamage(await readStored(bench.page, NAME));
      if (samples !== ROWS) throw new Error(`${samples} of ${ROWS} samples are left.`);
      await press(bench.page, NAME, 'link');
      await shows(bench.page, 'How it was measured');
      if ((await exported(bench, button)).hash !== hash)
        throw new Error('An export after a kill is another file.');
    }
    return counts;
  } finally {
    await bench.close();
  }
}

async function exported(bench: AppBench, button: string): Promise<{ hash: string; ms: number }> {
  const from = performance.now();
  const { bytes } = await bench.download(button);
  return { hash: hashOf(bytes), ms: performance.now() - from };
}

/** Hashes of the files that have the name of whole ones; all files are removed. */
function takeDownloads(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder);
  const whole = names.filter((name) => /\.(csv|dishprobe)$/.test(name));
  const hashes = whole.map((name) => readFileSync(join(folder, name))).filter((bytes) => bytes.length > 0);
  const result = hashes.map(hashOf);
  for (const name of names) rmSync(join(folder, name), { force: true });
  return result;
}

const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
