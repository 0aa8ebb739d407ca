/** A line under a cloud of points: `valueAt0 + slope * time`. */
export interface FloorLine {
  slope: number;
  valueAt0: number;
}

/**
 * The line that lies on or below all points and as near to them as can be: the
 * sum of the distances is least. That sum is n times the distance at the mean
 * time, so the line is the edge of the lower convex hull over the mean time.
 * No slope is steeper than `steepest`; where the edge is, the best line of that
 * slope is taken, since the sum is convex in the slope. Values and times of one
 * unit, for the points `from` (inclusive) to `to` (exclusive), of which there is
 * at least one, in the order of time. O(n).
 *
 * Source: Moon, Skelly, Towsley, "Estimation and Removal of Clock Skew from
 * Network Delay Measurements", INFOCOM 1999; the hull by Andrew's monotone chain (1979).
 */
export function floorLine(
  times: Float64Array,
  values: Float32Array,
  from: number,
  to: number,
  steepest: number,
): FloorLine {
  const x = (i: number) => times[i] ?? Number.NaN;
  const y = (i: number) => values[i] ?? Number.NaN;
  const hull = lowerHull(x, y, from, to);
  let sum = 0;
  for (let i = from; i < to; i++) sum += x(i) - x(from);
  const mean = x(from) + sum / (to - from);
  let right = 1;
  while (right < hull.length - 1 && x(hull[right] ?? from) < mean) right += 1;
  const a = hull[right - 1] ?? from;
  const b = hull[right] ?? a;
  const edge = x(b) > x(a) ? (y(b) - y(a)) / (x(b) - x(a)) : 0;
  const slope = Math.max(-steepest, Math.min(steepest, edge));
  let valueAt0 = Number.POSITIVE_INFINITY;
  for (const i of hull) valueAt0 = Math.min(valueAt0, y(i) - slope * x(i));
  return { slope, valueAt0 };
}

/** Indexes of the corners of the lower convex hull, from left to right. */
function lowerHull(x: (i: number) => number, y: (i: number) => number, from: number, to: number): number[] {
  const hull: number[] = [];
  for (let i = from; i < to; i++) {
    const last = hull.at(-1);
    // Of points at one time only the lowest can be a corner.
    if (last !== undefined && x(last) === x(i)) {
      if (y(i) >= y(last)) continue;
      hull.pop();
    }
    for (;;) {
      const b = hull.at(-1);
      const a = hull.at(-2);
      if (a === undefined || b === undefined) break;
      const turn = (x(b) - x(a)) * (y(i) - y(a)) - (y(b) - y(a)) * (x(i) - x(a));
      if (turn > 0) break;
      hull.pop();
    }
    hull.push(i);
  }
  return hull;
}
