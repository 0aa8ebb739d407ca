import { cosineSums } from './cosine-sums.ts';

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
 * Variance of the sum of each series, whose neighbours may hang together; `undefined`
 * for fewer than 8 values. The series have the mean 0. Those of one length share their cosines.
 *
 * Method: equal-weighted cosine estimate (EWC), the mean of the squares of the
 * series' slowest cosine components, 0.4 n^(2/3) of them. Source: Lazarus, Lewis,
 * Stock and Watson, "HAR Inference: Recommendations for Practice", Journal of
 * Business and Economic Statistics 36 (2018). Where neighbours correlate, fewer and
 * slower components are used: they are what longer blocks would be.
 */
export function longRunVariances(list: readonly Float64Array[]): (LongRun | undefined)[] {
  const shapes = list.map((residuals) => (residuals.length < MIN_BLOCKS ? undefined : shapeOf(residuals)));
  const counts = shapes.map((shape) => (shape === undefined ? 0 : components(shape)));
  const sums: Float64Array[] = [];
  for (const n of new Set(list.map(({ length }) => length))) {
    const own = list.flatMap(({ length }, k) => (length === n ? [k] : []));
    const found = cosineSums(
      own.map((k) => list[k] ?? new Float64Array(0)),
      own.map((k) => counts[k] ?? 0),
    );
    own.forEach((k, i) => {
      sums[k] = found[i] ?? new Float64Array(0);
    });
  }
  return shapes.map((shape, k) => {
    const count = counts[k] ?? 0;
    let squares = 0;
    for (let j = 0; j < count; j++) squares += (sums[k]?.[j] ?? 0) ** 2;
    return shape && { variance: (2 * squares) / count, shape };
  });
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
function shapeOf(residuals: Float64Array): Shape {
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
