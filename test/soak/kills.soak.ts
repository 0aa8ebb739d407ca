import { quantile } from '../e2e/csv.ts';
import { BROWSER_KINDS, type BrowserKind } from '../support/browsers.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { killWhileExporting } from './kills/exporting.ts';
import { killWhileImporting } from './kills/importing.ts';
import { killWhileMigrating } from './kills/migrating.ts';
import { type KillFigures, killWhileWriting } from './kills/writing.ts';

/**
 * Browsers are killed (SIGKILL to the whole process group) while they write, seal, change the schema,
 * import and export: never is more than a second of samples lost, none is damaged, none there twice.
 * KILLS_BROWSER names one browser alone.
 */
export const unit =
  'kills of each browser while it writes; a fifth of that, and none of fewer than 5, while it seals, migrates, imports and exports';
export const shortAmount = 1;

const LONGEST_MS = 1000;

export async function soak(kills = 100, tell: (line: string) => void): Promise<void> {
  const fewer = Math.floor(kills / 5);
  const seed = Date.now() % 2 ** 31;
  tell(`seed ${seed}`);
  const random = seededRandom(seed);
  const only = process.env.KILLS_BROWSER;
  for (const kind of BROWSER_KINDS.filter((one) => (only ?? one) === one)) {
    const writing = await killWhileWriting(kind, { kills, intervalMs: 20, atSealing: false, random });
    tell(`${kind}, 50 samples/s: ${figuresOf(writing)}`);
    refuseLoss(kind, writing);
    if (fewer > 0) await killElsewhere(kind, fewer, random, tell);
  }
}

async function killElsewhere(
  kind: BrowserKind,
  kills: number,
  random: () => number,
  tell: (line: string) => void,
): Promise<void> {
  const sealing = await killWhileWriting(kind, { kills, intervalMs: 5, atSealing: true, random });
  tell(`${kind}, about the sealing of a chunk, 200 samples/s: ${figuresOf(sealing)}`);
  refuseLoss(kind, sealing);
  const { old, renewed } = await killWhileMigrating(kind, kills, random);
  tell(
    `${kind}, while the schema changes: ${kills} kills, ${old} times it was the old one, ${renewed} times the new`,
  );
  const imports = await killWhileImporting(kind, kills, random);
  tell(
    `${kind}, while importing: ${kills} kills, ${imports.none} times nothing was there, ${imports.whole} times all`,
  );
  const exports = await killWhileExporting(kind, kills, random);
  tell(
    `${kind}, while exporting: ${kills} kills, ${exports.none} times no file was there, ${exports.whole} times all of it`,
  );
}

function refuseLoss(kind: BrowserKind, { lostMs }: KillFigures): void {
  const longest = Math.max(...lostMs);
  if (longest > LONGEST_MS) throw new Error(`A kill of ${kind} lost ${Math.round(longest)} ms of samples.`);
}

function figuresOf({ samples, chunks, lostMs }: KillFigures): string {
  const [p50, p95, max] = [0.5, 0.95, 1].map((p) => Math.round(quantile(lostMs, p)));
  const lost = `lost p50 ${p50} ms, p95 ${p95} ms, max ${max} ms`;
  return `${lostMs.length} kills, ${samples} samples in ${chunks} chunks, ${lost}; none damaged, none twice`;
}
