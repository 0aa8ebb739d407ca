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
 * KILLS_BROWSER names one browser alone, KILLS_WHILE what it does, with commas between.
 */
export const unit =
  'kills of each browser while it writes; a fifth of that, and none of fewer than 5, while it seals, migrates, imports and exports';
export const shortAmount = 1;

const LONGEST_MS = 1000;

interface Turn {
  kind: BrowserKind;
  kills: number;
  random: () => number;
  tell: (line: string) => void;
}

const TURNS: Readonly<Record<string, (turn: Turn) => Promise<string>>> = {
  writing: async (turn) =>
    `50 samples/s: ${figuresOf(await killWhileWriting(turn.kind, { ...turn, intervalMs: 20, atSealing: false }))}`,
  sealing: async (turn) =>
    `about the sealing of a chunk, 200 samples/s: ${figuresOf(await killWhileWriting(turn.kind, { ...turn, intervalMs: 5, atSealing: true }))}`,
  migrating: async ({ kind, kills, random }) => {
    const { old, renewed } = await killWhileMigrating(kind, kills, random);
    return `while the schema changes: ${kills} kills, ${old} times it was the old one, ${renewed} times the new`;
  },
  importing: async ({ kind, kills, random }) => {
    const { none, whole } = await killWhileImporting(kind, kills, random);
    return `while importing: ${kills} kills, ${none} times nothing was there, ${whole} times all`;
  },
  exporting: async ({ kind, kills, random }) => {
    const { none, whole } = await killWhileExporting(kind, kills, random);
    return `while exporting: ${kills} kills, ${none} times no file was there, ${whole} times all of it`;
  },
};

export async function soak(kills = 100, tell: (line: string) => void): Promise<void> {
  const seed = Date.now() % 2 ** 31;
  tell(`seed ${seed}`);
  const random = seededRandom(seed);
  const { KILLS_BROWSER: browser, KILLS_WHILE: doing } = process.env;
  for (const kind of BROWSER_KINDS.filter((one) => (browser ?? one) === one)) {
    for (const [name, take] of Object.entries(TURNS)) {
      const own = name === 'writing' ? kills : Math.floor(kills / 5);
      if (own === 0 || !(doing ?? name).split(',').includes(name)) continue;
      tell(`${kind}, ${await take({ kind, kills: own, random, tell })}`);
    }
  }
}

/** @throws Error where a kill cost more than a second. */
function figuresOf({ samples, chunks, lostMs }: KillFigures): string {
  const [p50, p95, max = 0] = [0.5, 0.95, 1].map((p) => Math.round(quantile(lostMs, p)));
  const lost = `lost p50 ${p50} ms, p95 ${p95} ms, max ${max} ms`;
  const line = `${lostMs.length} kills, ${samples} samples in ${chunks} chunks, ${lost}; none damaged, none twice`;
  if (max > LONGEST_MS) throw new Error(`A kill lost over a second: ${line}.`);
  return line;
}
