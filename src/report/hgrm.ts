/** As in HdrHistogram: so many lines until half of what is left is passed. */
const TICKS_A_HALF = 5;

/**
 * The percentile distribution of values that are sorted ascending, of which there
 * is one at least, in the text format of HdrHistogram's
 * `outputPercentileDistribution` (its lines, columns and levels), for the plotters
 * that read it. The values are exact: no buckets have rounded them, and the line
 * that would tell their number is left out.
 */
export function hgrmText(sorted: Float32Array): string {
  const n = sorted.length;
  const lines = [
    `${'Value'.padStart(12)} ${'Percentile'.padStart(14)} ${'TotalCount'.padStart(10)} ${'1/(1-Percentile)'.padStart(14)}`,
    '',
  ];
  let level = 0;
  let upTo = 0;
  while (upTo < n) {
    const rank = Math.max(1, Math.ceil((level / 100) * n));
    const value = sorted[rank - 1] ?? Number.NaN;
    upTo = Math.max(upTo, rank);
    while (upTo < n && sorted[upTo] === value) upTo += 1;
    lines.push(`${line(value, level / 100, upTo)} ${fixed(1 / (1 - level / 100), 2, 14)}`);
    const halves = Math.floor(Math.log2(100 / (100 - level))) + 1;
    level += 100 / (TICKS_A_HALF * 2 ** halves);
  }
  lines.push(line(sorted[n - 1] ?? Number.NaN, 1, n));
  const { mean, deviation } = moments(sorted);
  lines.push(`#[Mean    = ${fixed(mean, 3, 12)}, StdDeviation   = ${fixed(deviation, 3, 12)}]`);
  lines.push(
    `#[Max     = ${fixed(sorted[n - 1] ?? Number.NaN, 3, 12)}, Total count    = ${String(n).padStart(12)}]`,
  );
  return `${lines.join('\n')}\n`;
}

function line(value: number, share: number, upTo: number): string {
  return `${fixed(value, 3, 12)} ${fixed(share, 12, 14)} ${String(upTo).padStart(10)}`;
}

function fixed(value: number, decimals: number, width: number): string {
  return value.toFixed(decimals).padStart(width);
}

/** Of the whole population, as HdrHistogram has it. */
function moments(values: Float32Array): { mean: number; deviation: number } {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / values.length) };
}
