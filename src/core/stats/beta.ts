const TINY = 1e-300;
const MAX_TERMS = 10_000;
const CLOSE = 1e-14;
const HALVINGS = 60;

/** From here on, Stirling's series with five terms is good to a float64's last digits. */
const STIRLING_FROM = 15;

/** Natural logarithm of the gamma function of x > 0 (Stirling's series, Abramowitz and Stegun 1964, 6.1.41). */
function logGamma(x: number): number {
  let shifted = x;
  let product = 1;
  for (; shifted < STIRLING_FROM; shifted++) product *= shifted;
  const square = 1 / (shifted * shifted);
  const series = 1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)));
  const stirling =
    (shifted - 0.5) * Math.log(shifted) - shifted + Math.log(2 * Math.PI) / 2 + series / shifted;
  return stirling - Math.log(product);
}

/**
 * The share of a beta distribution with parameters a, b > 0 at or below x: the
 * regularised incomplete beta function. Method: continued fraction 26.5.8 of
 * Abramowitz and Stegun (1964), evaluated as Lentz (1976) does.
 */
export function betaShare(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  // The fraction converges fast on this side of the mean, and the other side is its mirror image.
  return x < (a + 1) / (a + b + 2)
    ? (front * fraction(x, a, b)) / a
    : 1 - (front * fraction(1 - x, b, a)) / b;
}

function fraction(x: number, a: number, b: number): number {
  const safe = (value: number) => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / safe(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < MAX_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / safe(1 + even * d);
    c = safe(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / safe(1 + odd * d);
    c = safe(1 + odd / c);
    const step = d * c;
    value *= step;
    if (Math.abs(step - 1) < CLOSE) break;
  }
  return value;
}

/** The x at or below which a share `p` (0 to 1) of a beta distribution with parameters a, b > 0 lies: `betaShare` turned round by bisection. */
export function betaQuantile(p: number, a: number, b: number): number {
  let low = 0;
  let high = 1;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (betaShare(middle, a, b) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
