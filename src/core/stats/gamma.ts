/** ln(sqrt(2 pi)). */
const HALF_LN_2PI = 0.5 * Math.log(2 * Math.PI);
/** Stirling's series is exact to the last digits from here on. */
const STIRLING_FROM = 12;
const MOST_TERMS = 100_000;
const EPSILON = 1e-15;
const TINY = 1e-300;

/** The natural logarithm of the gamma function for x > 0, by Stirling's series (Abramowitz and Stegun 6.1.41). */
export function lnGamma(x: number): number {
  let shift = 0;
  let z = x;
  for (; z < STIRLING_FROM; z += 1) shift += Math.log(z);
  const r = 1 / (z * z);
  const series = (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r / 1188)))) / z;
  return (z - 0.5) * Math.log(z) - z + HALF_LN_2PI + series - shift;
}

/**
 * The distribution function of the gamma distribution of this shape (> 0) and
 * scale 1: the regularised lower incomplete gamma function P(shape, x). By its
 * series below the mean and by its continued fraction above it (Abramowitz and
 * Stegun 6.5.29 and 6.5.31), which is evaluated by Lentz's method.
 */
export function gammaCdf(shape: number, x: number): number {
  if (!(x > 0)) return 0;
  if (x === Number.POSITIVE_INFINITY) return 1;
  const factor = Math.exp(shape * Math.log(x) - x - lnGamma(shape));
  return x < shape + 1 ? factor * series(shape, x) : 1 - factor * fraction(shape, x);
}

function series(shape: number, x: number): number {
  let term = 1 / shape;
  let sum = term;
  for (let n = 1; n < MOST_TERMS && term > sum * EPSILON; n++) {
    term *= x / (shape + n);
    sum += term;
  }
  return sum;
}

function fraction(shape: number, x: number): number {
  let b = x + 1 - shape;
  let c = 1 / TINY;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < MOST_TERMS; n++) {
    const a = -n * (n - shape);
    b += 2;
    d = 1 / (a * d + b || TINY);
    c = b + a / c || TINY;
    const step = c * d;
    value *= step;
    if (Math.abs(step - 1) < EPSILON) break;
  }
  return value;
}
