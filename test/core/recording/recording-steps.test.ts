import { expect, it } from 'vitest';
import { recordingGaps, usualSteps } from '../../../src/core/recording/recording-steps.ts';

/** Rows as pairs of seconds and ms; no ms: lost. */
function gapsOf(rows: readonly (readonly [number, number?])[]): [number, number][] {
  const columns = {
    timesMs: Float64Array.from(rows, ([s]) => s * 1000),
    rttMs: Float32Array.from(rows, ([, ms]) => ms ?? Number.NaN),
  };
  const usual = usualSteps(columns);
  if (usual === undefined) throw new Error('no steps');
  return recordingGaps(columns, usual).map(({ start, end }) => [start, end]);
}

const steady = (from: number, to: number, step = 0.2) =>
  Array.from({ length: Math.round((to - from) / step) }, (_, i) => [from + i * step, 40] as const);

it('finds no gap in steps that only vary', () => {
  expect(gapsOf([...steady(0, 10), [10.6, 40], [10.9, 40], ...steady(11.2, 20)])).toEqual([]);
});

it('calls a pause without a lost probe a gap, from when the next row was due', () => {
  const [gap, ...others] = gapsOf([...steady(0, 10), ...steady(30, 40)]);
  expect(others).toEqual([]);
  expect(gap?.[0]).toBeCloseTo(10_000);
  expect(gap?.[1]).toBe(30_000);
});

it('calls it no gap while an answer was awaited that came', () => {
  expect(gapsOf([...steady(0, 10), [10, 6000], ...steady(16.1, 20)])).toEqual([]);
});

it('calls lost probes in a row a silence, and says nothing of a single one after which the recorder stood still', () => {
  const waits = [[10], [15], [20], [25]] as const;
  expect(gapsOf([...steady(0, 10), ...waits, ...steady(30, 40)])).toEqual([]);
  const [gap] = gapsOf([
    ...steady(0, 10),
    [10],
    ...steady(15, 30),
    ...waits.map(([s]) => [s + 20] as const),
    ...steady(50, 60),
  ]);
  expect(gap).toEqual([10_200, 15_000]);
});

it('calls a pause that is far longer than a wait a gap, lost probes beside it or not', () => {
  const gaps = gapsOf([...steady(0, 10), [10], [15], [20], [9000], [9005], ...steady(9010, 9020)]);
  expect(gaps).toEqual([[20_200, 9_000_000]]);
});

it('has no usual step for one row', () => {
  expect(usualSteps({ timesMs: new Float64Array(1), rttMs: new Float32Array(1) })).toBeUndefined();
});
