/**
 * The t within which a share of Student's t with whole degrees of freedom lies to both sides of 0,
 * by bisection of the finite series of Abramowitz and Stegun (1964), 26.7.3 and 26.7.4.
 * @param {number} share
 * @param {number} df
 */
export function studentT(share, df) {
  let [low, high] = [0, 1e4];
  for (let i = 0; i < 100; i++) {
    const t = (low + high) / 2;
    if (shareWithin(t, df) < share) low = t;
    else high = t;
  }
  return low;
}

/** @param {number} t @param {number} df */
function shareWithin(t, df) {
  const angle = Math.atan(t / Math.sqrt(df));
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const isOdd = df % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = isOdd && df === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k < df; k += 2) {
    // Odd: cos + (2/3) cos^3 + (2*4)/(3*5) cos^5; even: 1 + (1/2) cos^2 + (1*3)/(2*4) cos^4.
    if (k + (isOdd ? -1 : 0) > df - 2) break;
    term *= ((k - 1) / k) * cosine ** 2;
    sum += term;
  }
  return isOdd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
}
