/**
 * Mean absolute difference of neighbours. `values` are the samples that have the
 * metric, in the order of `seq`, without NaN; samples that lack it are passed
 * over, so that a loss neither adds to the jitter nor hides a step across it.
 * `undefined` for fewer than two. Same unit as the values.
 */
export function jitter(values: ArrayLike<number>): number | undefined {
  if (values.length < 2) return undefined;
  let sum = 0;
  let last = values[0] ?? 0;
  for (let i = 1; i < values.length; i++) {
    const value = values[i] ?? 0;
    sum += Math.abs(value - last);
    last = value;
  }
  return sum / (values.length - 1);
}
