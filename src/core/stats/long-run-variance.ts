/** What a series says of the variance of its sum, and of how well it says so. */
export interface LongRun {
  /** Of the sum of the series. */
  variance: number;
  shape: Shape;
}

/** What the degrees of freedom of a variance depend on. */
export interface Shape {
  /** Values in the series. */
  n: number;
  /** Correlation of neighbours. */
  rho: number;
  /** Skewness of the values. */
  skew: number;
  /** Excess kurtosis of the values, at least 0: a few large ones say less than many small ones. */
  kurtosis: number;
}

/** Fewer blocks say nothing of what lies between them. */
const MIN_BLOCKS = 8;
/** More add nothing to a t quantile, and take slow changes for noise. */
const MAX_COMPONENTS = 50;
/** With up to this many components by n (1 - rho) / sqrt(rho), an AR(1) spectrum is flat to a tenth over them. */
const FLAT = 0.21;
/** A sample's kurtosis falls short of the truth: chosen by `soak coverage` (docs/statistics.md). */
const KURTOSIS_WEIGHT = 1.75;

/**
 * Variance of the sum of a series whose neighbours may hang together, `undefined`
 * for fewer than 8 values. `residuals` have the mean 0.
 *
 * Method: equal-weighted cosine estimate (EWC), the mean of the squares of the
 * series' slowest cosine components, 0.4 n^(2/3) of them. Source: Lazarus, Lewis,
 * Stock and Watson, "HAR Inference: Recommendations for Practice", Journal of
 * Business and Economic Statistics 36 (2018). Where neighbours correlate, fewer and
 * slower components are used: they are what longer blocks would be.
 */
export function longRunVariance(residuals: ArrayLike<number>): LongRun | undefined {
  const n = residuals.length;
  if (n < MIN_BLOCKS) return undefined;
  const shape = shapeOf(residuals);
  const count = components(shape);
  let squares = 0;
  for (let j = 1; j <= count; j += AT_ONCE) {
    const sums = cosineSums(residuals, j);
    for (let k = 0; k < AT_ONCE && j + k <= count; k++) squares += (sums[k] ?? 0) ** 2;
  }
  return { variance: (2 * squares) / count, shape };
}

/**
 * Degrees of freedom of the variance: one for each component, fewer where single
 * values dominate. Source: Satterthwaite, "An Approximate Distribution of Estimates
 * of Variance Components", Biometrics Bulletin 2 (1946).
 */
export function degreesOf(shape: Shape): number {
  return 2 / (2 / components(shape) + (KURTOSIS_WEIGHT * shape.kurtosis) / shape.n);
}

function components({ n, rho }: Shape): number {
  const usual = 0.4 * n ** (2 / 3);
  const flat = rho <= 0 ? usual : (FLAT * n * (1 - rho)) / Math.sqrt(rho);
  return Math.max(1, Math.min(MAX_COMPONENTS, Math.round(Math.min(usual, flat))));
}

/** The correlation is corrected for the bias of short series (Kendall, Biometrika 41, 1954). */
function shapeOf(residuals: ArrayLike<number>): Shape {
  const n = residuals.length;
  let products = 0;
  let squares = 0;
  let cubes = 0;
  let fourths = 0;
  let last = 0;
  for (let i = 0; i < n; i++) {
    const value = residuals[i] ?? 0;
    const square = value * value;
    products += value * last;
    squares += square;
    cubes += square * value;
    fourths += square * square;
    last = value;
  }
  if (squares === 0) return { n, rho: 0, skew: 0, kurtosis: 0 };
  const rho = products / squares;
  return {
    n,
    rho: Math.min(0.99, rho + (1 + 3 * rho) / n),
    skew: (cubes / n) * (n / squares) ** 1.5,
    kurtosis: Math.max(0, (n * fourths) / (squares * squares) - 3),
  };
}

/** A processor works on so many recurrences side by side in the time of one. */
const AT_ONCE = 4;

/**
 * Sums of residual i times cos(pi j (i + 1/2) / n) for four j in a row from `first` on,
 * the cosines by their recurrence.
 */
function cosineSums(residuals: ArrayLike<number>, first: number): readonly number[] {
  const n = residuals.length;
  const stepOf = (k: number) => (Math.PI * (first + k)) / n;
  const twice = (k: number) => 2 * Math.cos(stepOf(k));
  const half = (k: number) => Math.cos(stepOf(k) / 2);
  const [twice0, twice1, twice2, twice3] = [twice(0), twice(1), twice(2), twice(3)];
  let [now0, now1, now2, now3] = [half(0), half(1), half(2), half(3)];
  let [before0, before1, before2, before3] = [now0, now1, now2, now3];
  let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const residual = residuals[i] ?? 0;
    sum0 += residual * now0;
    sum1 += residual * now1;
    sum2 += residual * now2;
    sum3 += residual * now3;
    const next0 = twice0 * now0 - before0;
    const next1 = twice1 * now1 - before1;
    const next2 = twice2 * now2 - before2;
    const next3 = twice3 * now3 - before3;
    before0 = now0;
    before1 = now1;
    before2 = now2;
    before3 = now3;
    now0 = next0;
    now1 = next1;
    now2 = next2;
    now3 = next3;
  }
  return [sum0, sum1, sum2, sum3];
}
