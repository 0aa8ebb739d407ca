import { quantile } from '../e2e/csv.ts';
import { BROWSER_KINDS } from '../support/browsers.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { killWhileImporting } from './kills/importing.ts';
import { killWhileMigrating } from './kills/migrating.ts';
import { type KillFigures, killWhileWriting } from './kills/writing.ts';

/**
 * Browsers are killed (SIGKILL to the whole process group) while they write, seal, change the schema
 * and import: never is more than a second of samples lost, none is damaged, none there twice.
 */
export const unit =
  'kills of each browser while it writes; a fifth of that while it seals, migrates and imports';
export const shortAmount = 1;

const LONGEST_MS = 1000;

export async function soak(kills = 100, tell: (line: string) => void): Promise<void> {
  const fewer = Math.ceil(kills / 5);
  const seed = Date.now() % 2 ** 31;
  tell(`seed ${seed}`);
  const random = seededRandom(seed);
  for (const kind of BROWSER_KINDS) {
    const writing = await killWhileWriting(kind, { kills, intervalMs: 20, atSealing: false, random });
    tell(`${kind}, 50 samples/s: ${figuresOf(writing)}`);
    const sealing = await killWhileWriting(kind, { kills: fewer, intervalMs: 5, atSealing: true, random });
    tell(`${kind}, about the sealing of a chunk, 200 samples/s: ${figuresOf(sealing)}`);
    const longest = Math.max(...writing.lostMs, ...sealing.lostMs);
    if (longest > LONGEST_MS) throw new Error(`A kill of ${kind} lost ${Math.round(longest)} ms of samples.`);
    const { old, renewed } = await killWhileMigrating(kind, fewer, random);
    tell(
      `${kind}, while the schema changes: ${fewer} kills, ${old} times it was the old one, ${renewed} times the new`,
    );
    const { whole, none } = await killWhileImporting(kind, fewer, random);
    tell(`${kind}, while importing: ${fewer} kills, ${none} times nothing was there, ${whole} times all`);
  }
}

function figuresOf({ samples, chunks, lostMs }: KillFigures): string {
  const lost = `lost p50 ${Math.round(quantile(lostMs, 0.5))} ms, max ${Math.round(Math.max(...lostMs))} ms`;
  return `${lostMs.length} kills, ${samples} samples in ${chunks} chunks, ${lost}; none damaged, none twice`;
}
