/**
 * The value that would stand at index `k` (from <= k < to) if `values[from..to)`
 * were sorted ascending; reorders that range in place. `values` hold no NaN.
 * Linear on average (C. A. R. Hoare, "Algorithm 65: FIND", 1961, with the median
 * of three as pivot), where sorting for one quantile would be wasted.
 */
export function selectFloat(values: Float32Array, k: number, from = 0, to = values.length): number {
  let low = from;
  let high = to - 1;
  while (low < high) {
    const pivot = middleOf(values[low] ?? 0, values[(low + high) >>> 1] ?? 0, values[high] ?? 0);
    let i = low;
    let j = high;
    while (i <= j) {
      while ((values[i] ?? 0) < pivot) i += 1;
      while ((values[j] ?? 0) > pivot) j -= 1;
      if (i > j) break;
      const swapped = values[i] ?? 0;
      values[i] = values[j] ?? 0;
      values[j] = swapped;
      i += 1;
      j -= 1;
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else break;
  }
  return values[k] ?? Number.NaN;
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
