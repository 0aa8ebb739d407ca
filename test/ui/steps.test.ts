import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMillis } from '../../src/core/units.ts';
import type { OutageRow } from '../../src/report/types.ts';
import {
  calmBins,
  neededTop,
  nines,
  percentileTicks,
  stepTop,
  timeTicks,
} from '../../src/ui/charts/steps.ts';

describe('axes that do not jump', () => {
  it('steps up when a sample would not fit, and stays for a smaller one', () => {
    const first = stepTop(80, undefined);
    expect(first).toBe(100);
    expect(stepTop(140, first)).toBe(150);
    expect(stepTop(70, 150)).toBe(150);
    expect(stepTop(40, 150)).toBe(50);
  });

  it('always holds what it must show', () => {
    const ms = fc.double({ min: 0.1, max: 5e6, noNaN: true });
    fc.assert(
      fc.property(ms, fc.option(ms, { nil: undefined }), (needed, shown) => {
        expect(stepTop(needed, shown)).toBeGreaterThanOrEqual(needed);
      }),
    );
  });

  it('does not let one slow answer flatten the rest', () => {
    const bins = Array.from({ length: 100 }, (_, index) => ({
      startEpochMs: index,
      min: 30,
      median: 40,
      max: index === 7 ? 5000 : 90,
      answered: 10,
      lost: 0,
      unmeasured: 0,
    }));
    expect(neededTop(bins)).toBe(90);
  });

  it('leaves what waited an outage out to its arrow, unless nothing else is there', () => {
    const bins = Array.from({ length: 60 }, (_, index) => ({
      startEpochMs: index * 1000,
      median: index >= 20 && index < 24 ? 3000 : 40,
      max: index >= 20 && index < 24 ? 3900 : 90,
      answered: 5,
      lost: 0,
      unmeasured: 0,
    }));
    const outage: OutageRow = {
      startEpochMs: epochMillis(20_000),
      endEpochMs: epochMillis(24_000),
      kind: 'outage',
      cause: 'unknown',
      probes: ['echo'],
    };
    expect(neededTop(calmBins({ bins, binMs: 1000, intervals: [outage] }))).toBe(90);
    expect(neededTop(calmBins({ bins: bins.slice(20, 24), binMs: 1000, intervals: [outage] }))).toBe(3900);
  });
});

describe('ticks', () => {
  it('stand on round seconds and never crowd', () => {
    const from = Date.UTC(2026, 10, 22, 14, 3, 7);
    const { stepS, at } = timeTicks(from, from + 600_000, 6, 'utc');
    expect(stepS).toBe(120);
    expect(at.map((tick) => new Date(tick).toISOString().slice(14, 19))).toEqual([
      '04:00',
      '06:00',
      '08:00',
      '10:00',
      '12:00',
    ]);
  });

  it('give each nine of the tail the same room', () => {
    expect([0.9, 0.99, 0.999].map((share) => Math.round(nines(share) * 1e9) / 1e9)).toEqual([1, 2, 3]);
    expect(percentileTicks(1000).map(({ label }) => label)).toEqual(['0', '50', '90', '99', '99.9']);
  });
});
