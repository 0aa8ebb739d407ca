import { readMutants } from '../core/inference/mutants.ts';

/**
 * Recorded answers of every inference protocol with bytes flipped, deleted, doubled, cut off and
 * spliced are read without a throw, without growing without bound, and never pass for whole when
 * their end mark is gone.
 */
export const unit = 'mutants';
export const shortAmount = 5000;

const PART = 1000;
/** A reader that hangs, or crawls, does not hold. */
const WITHIN_MS = 15 * 60_000;

export async function soak(mutants = 200_000, tell: (line: string) => void): Promise<void> {
  const startMs = performance.now();
  const totals: Record<string, number> = {};
  for (let from = 0; from < mutants; from += PART) {
    const { complete, errors } = readMutants(from, Math.min(mutants, from + PART));
    for (const [outcome, count] of Object.entries({ complete, ...errors }))
      totals[outcome] = (totals[outcome] ?? 0) + count;
    if (performance.now() - startMs > WITHIN_MS)
      throw new Error(
        `Only ${from + PART} of ${mutants} mutants were read within ${WITHIN_MS / 60_000} minutes.`,
      );
  }
  const seconds = (performance.now() - startMs) / 1000;
  const outcomes = Object.entries(totals).map(([outcome, count]) => `${count} ${outcome}`);
  tell(`${mutants} mutants in ${seconds.toFixed(1)} s, ${Math.round(mutants / seconds)} a second`);
  tell(`${outcomes.join(', ')}; none threw, and none passed for whole without an end mark`);
}
