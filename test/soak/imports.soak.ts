import { readImportMutants } from '../report/import-mutants.ts';

/**
 * Bundles, plans, samples CSV files and recordings with bytes flipped, deleted, doubled, cut off and
 * spliced are read without a throw; none is let through in part, and no bundle that was changed at all.
 */
export const unit = 'files';
export const shortAmount = 2000;

const PART = 1000;
/** A reader that hangs, or crawls, does not hold. */
const WITHIN_MS = 30 * 60_000;

export async function soak(files = 100_000, tell: (line: string) => void): Promise<void> {
  const startMs = performance.now();
  const totals: Record<string, number> = {};
  for (let from = 0; from < files; from += PART) {
    const counts = readImportMutants(from, Math.min(files, from + PART));
    for (const [what, count] of Object.entries(counts)) totals[what] = (totals[what] ?? 0) + count;
    if (performance.now() - startMs > WITHIN_MS)
      throw new Error(
        `Only ${from + PART} of ${files} files were read within ${WITHIN_MS / 60_000} minutes.`,
      );
  }
  const seconds = (performance.now() - startMs) / 1000;
  tell(`${files} changed files in ${seconds.toFixed(1)} s, ${Math.round(files / seconds)} a second`);
  tell(
    Object.entries(totals)
      .map(([what, count]) => `${count} ${what}`)
      .sort()
      .join(', '),
  );
  tell('none threw, none was taken in part, and no bundle that was changed was taken');
}
