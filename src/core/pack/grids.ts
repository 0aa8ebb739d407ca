import { PER } from './layout.ts';

/** Values that are looked at to choose a grid. */
const TRIED = 96;
/** Of 1: so many of them may lie beside a grid that is chosen. */
const BESIDE = 0.05;

type Values = Float32Array | Float64Array;

/**
 * The coarsest grid on which nearly all of the values lie, as an index into `PER`; `isOn` says
 * whether a value is the one at `n / PER[i]`. Undefined where there is none, and where there is no value.
 */
export function gridOf(values: Values, isOn: (value: number, onGrid: number) => boolean): number | undefined {
  const tried = spread(values);
  if (tried.length === 0) return undefined;
  let best: { grid: number; per: number } | undefined;
  for (const [grid, per] of PER.entries()) {
    if (best !== undefined && per > best.per) continue;
    let beside = 0;
    for (const value of tried) {
      const n = Math.round(value * per);
      if (Math.abs(n) > Number.MAX_SAFE_INTEGER || !isOn(value, n / per)) beside += 1;
    }
    if (beside <= tried.length * BESIDE) best = { grid, per };
  }
  return best?.grid;
}

/** Some of the measured values, from all over the column; of a sparse one what there is at its beginning, too. */
function spread(values: Values): number[] {
  const tried: number[] = [];
  // An odd step meets no rhythm of a schedule.
  const step = Math.floor(values.length / TRIED) | 1;
  for (let i = 0; i < values.length; i += step) {
    const value = values[i] as number;
    if (Number.isFinite(value)) tried.push(value);
  }
  for (let i = 0; i < values.length && tried.length < TRIED / 8; i++) {
    const value = values[i] as number;
    if (Number.isFinite(value)) tried.push(value);
  }
  return tried;
}
