/** Quantile `p` by nearest rank, written apart from the app's own; NaN of nothing. */
export function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN;
}

/** The middle one, the lower of two; NaN of nothing. */
export const median = (values: readonly number[]): number => quantile(values, 0.5);
