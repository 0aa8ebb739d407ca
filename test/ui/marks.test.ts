import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lengthOf } from '../../src/core/link/spans.ts';
import { marksOf } from '../../src/ui/charts/marks.ts';

const PLOT = { start: 72, end: 872 };
const spread = (count: number, lengthPx: number) =>
  Array.from({ length: count }, (_, i) => {
    const start = 72 + (i * 800) / count;
    return { start, end: start + lengthPx };
  });

describe('the marks of a time line', () => {
  it('are wide enough to be seen where they are few, each of them', () => {
    expect(marksOf(spread(1, 0.001), PLOT, 1.5)).toEqual([{ start: 72, end: 73.5 }]);
    expect(marksOf(spread(8, 0.001), PLOT, 1.5).map(({ start, end }) => end - start)).toEqual(
      Array.from({ length: 8 }, () => 1.5),
    );
  });

  it('are no wall where thousands are short', () => {
    const spans = spread(5000, 0.0016);
    const painted = lengthOf(marksOf(spans, PLOT, 1.5)) / 800;
    expect(lengthOf(spans) / 800).toBeCloseTo(0.01, 3);
    expect(painted).toBeGreaterThanOrEqual(0.01);
    expect(painted).toBeLessThan(0.031);
  });

  it('show long ones at their length, and neighbours that touch as one', () => {
    const spans = [
      { start: 100, end: 300 },
      { start: 300, end: 300.2 },
      { start: 250, end: 310 },
    ];
    expect(marksOf(spans, PLOT, 1.5)).toEqual([{ start: 100, end: 310 }]);
  });

  it('paint no more than the true share and a fiftieth of the plot, or one mark, on top', () => {
    const span = fc.tuple(
      fc.double({ min: 0, max: 1000, noNaN: true }),
      fc.double({ min: 0, max: 9, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(span, { maxLength: 400 }), (all) => {
        const spans = all.map(([start, px]) => ({ start, end: start + px }));
        const marks = marksOf(spans, PLOT, 1.5);
        const within = spans.filter(({ start, end }) => end >= 72 && start <= 872);
        // Each is under a mark that begins where it does, or earlier.
        for (const { start, end } of within)
          expect(marks.some((mark) => mark.start <= start && mark.end >= end)).toBe(true);
        expect(lengthOf(marks)).toBeLessThanOrEqual(lengthOf(marksOf(within, PLOT, 0)) + 16 + 1e-6);
      }),
    );
  });
});
