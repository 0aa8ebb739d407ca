import { afterEach, expect, it } from 'vitest';
import { epochMillis } from '../../src/core/units.ts';
import type { OutageRow } from '../../src/report/types.ts';
import { createTimeline } from '../../src/ui/charts/timeline.ts';

const DAY_MS = 86_400_000;

afterEach(() => document.body.replaceChildren());

/** How much is painted on a time line of a day with gaps spread over it, axes aside. */
function painted(gaps: number, eachMs: number): number {
  const intervals = Array.from({ length: gaps }, (_, i): OutageRow => {
    const start = ((i + 0.5) * DAY_MS) / gaps;
    return {
      startEpochMs: epochMillis(start),
      endEpochMs: epochMillis(start + eachMs),
      kind: 'unmeasured',
      cause: 'frozen',
      probes: [],
    };
  });
  const box = document.createElement('div');
  box.style.cssText = '--hatch: rgb(0, 0, 0); --line: transparent; width: 900px; height: 200px';
  const canvas = document.createElement('canvas');
  box.append(canvas);
  document.body.append(box);
  const zone = 'utc';
  const input = { bins: [], binMs: 60_000, fromMs: 0, toMs: DAY_MS, metric: 'Response', zone } as const;
  const ink = (shown: readonly OutageRow[]) => {
    const chart = createTimeline(canvas, { ...input, intervals: shown });
    const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    chart.destroy();
    let sum = 0;
    for (let i = 3; i < pixels.length; i += 4) sum += pixels[i] ?? 0;
    return sum;
  };
  return ink(intervals) - ink([]);
}

it('shows a gap of a second, and thousands of them as the hundredth of a day that they are', () => {
  const single = painted(1, 1000);
  expect(single).toBeGreaterThan(0);
  const asOne = painted(1, 864_000);
  const scattered = painted(2160, 400);
  expect(scattered).toBeGreaterThan(asOne / 2);
  expect(scattered).toBeLessThan(5 * asOne);
});
