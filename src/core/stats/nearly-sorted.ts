/** Moves for each value after which the built-in sort takes over. */
const MOST_MOVES = 16;

/**
 * Sorts ascending in place what is nearly in order, such as times of arrival in the
 * order of sending: each value moves past the few that it overtook (insertion
 * sort). Where they are many, the built-in sort does it. `values` hold no NaN.
 */
export function sortNearlySorted(values: Float64Array): void {
  let left = MOST_MOVES * values.length;
  let last = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (value >= last) {
      last = value;
      continue;
    }
    let at = i;
    for (; at > 0; at--) {
      const before = values[at - 1] ?? 0;
      if (before <= value) break;
      values[at] = before;
    }
    values[at] = value;
    left -= i - at;
    if (left < 0) {
      values.sort();
      return;
    }
  }
}

/** Merges lists that are sorted ascending. */
export function mergeSorted(lists: readonly Float64Array[]): Float64Array {
  const [first, second, ...rest] = lists.filter(({ length }) => length > 0);
  if (first === undefined) return new Float64Array(0);
  if (second === undefined) return first;
  return mergeSorted([...rest, mergeTwo(first, second)]);
}

function mergeTwo(a: Float64Array, b: Float64Array): Float64Array {
  const merged = new Float64Array(a.length + b.length);
  let i = 0;
  let j = 0;
  for (let k = 0; k < merged.length; k++) {
    const fromA = a[i] ?? Number.POSITIVE_INFINITY;
    const fromB = b[j] ?? Number.POSITIVE_INFINITY;
    if (j >= b.length || (i < a.length && fromA <= fromB)) {
      merged[k] = fromA;
      i += 1;
    } else {
      merged[k] = fromB;
      j += 1;
    }
  }
  return merged;
}
