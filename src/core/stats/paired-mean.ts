import { tWithin } from './student-t.ts';

/** Mean of differences with its 95 % interval. */
export interface PairedMean {
  mean: number;
  low: number;
  high: number;
}

/** With fewer pairs the spread between them is not known. */
const LEAST_PAIRS = 3;

/**
 * The mean of paired differences and its interval by Student's t over the pairs,
 * which have to be independent of each other. `undefined` for fewer than 3.
 */
export function pairedMean(differences: readonly number[]): PairedMean | undefined {
  const n = differences.length;
  if (n < LEAST_PAIRS) return undefined;
  const mean = differences.reduce((sum, value) => sum + value, 0) / n;
  const variance = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const half = tWithin(0.95, n - 1) * Math.sqrt(variance / n);
  return { mean, low: mean - half, high: mean + half };
}
