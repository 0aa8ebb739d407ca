import axe from 'axe-core';
import { render } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { HourCell, HoursReport } from '../../src/report/rhythm-types.ts';
import { HoursSection } from '../../src/ui/views/hours-section.tsx';
import '../../src/ui/styles/tokens.css';
import '../../src/ui/styles/base.css';
import '../../src/ui/styles/chart.css';
import '../../src/ui/styles/rhythm.css';
import '../../src/ui/styles/table.css';

let root: HTMLElement;

beforeEach(() => {
  document.documentElement.lang = 'en';
  root = document.createElement('main');
  document.body.append(root);
});

afterEach(() => {
  render(null, root);
  root.remove();
});

/** Two days; the second ends at noon. It is slow from 18 to 21 h. */
function hours(): HoursReport {
  const cells = Array.from({ length: 36 }, (_, place): HourCell => {
    const hour = place % 24;
    return { day: Math.floor(place / 24), hour, n: 3600, medianMs: hour >= 18 && hour < 21 ? 90 : 30 };
  });
  return { metric: 'rtt', zone: 'UTC', days: ['2026-11-22', '2026-11-23'], cells, pairedDays: 1 };
}

/** The colour in the middle of a cell's left part, clear of its number. */
function colorAt(canvas: HTMLCanvasElement, day: number, hour: number): string {
  const box = canvas.getBoundingClientRect();
  const scale = canvas.width / box.width;
  // The axes of this plot: 88 px to the left, and names below.
  const inner = { left: 88, right: box.width, height: 2 * 28 };
  const x = inner.left + ((hour + 0.12) / 24) * (inner.right - inner.left);
  const y = 4 + ((day + 0.5) / 2) * inner.height;
  const data = canvas.getContext('2d')?.getImageData(Math.round(x * scale), Math.round(y * scale), 1, 1).data;
  return String(data?.slice(0, 4));
}

it('paints slow hours stronger than fast ones, and hatches what was not measured', async () => {
  render(<HoursSection zone={{ name: 'UTC', of: 'reader' }} hours={hours()} />, root);
  const canvas = await vi.waitFor(() => {
    const found = root.querySelector('canvas');
    if (found === null || found.width < 300) throw new Error('not drawn yet');
    return found;
  });
  await vi.waitFor(() => expect(colorAt(canvas, 0, 4)).not.toBe('0,0,0,0'));
  expect(colorAt(canvas, 0, 4)).toBe(colorAt(canvas, 1, 4));
  expect(colorAt(canvas, 0, 19)).not.toBe(colorAt(canvas, 0, 4));
  expect(colorAt(canvas, 1, 19)).not.toBe(colorAt(canvas, 0, 19));
  const { violations } = await axe.run(root, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] });
  expect(violations.map(({ id }) => id)).toEqual([]);
});

it('has the same in words and in a table', async () => {
  render(<HoursSection zone={{ name: 'UTC', of: 'reader' }} hours={hours()} />, root);
  expect(root.querySelector('[role=img]')?.getAttribute('aria-label')).toContain(
    'least 30.0 ms on 2026-11-22 from 0 to 1 h, most 90.0 ms on 2026-11-22 from 18 to 19 h',
  );
  const details = root.querySelector('details');
  if (details !== null) details.open = true;
  await vi.waitFor(() => expect(root.querySelectorAll('tbody tr')).toHaveLength(36));
  expect(root.querySelector('tbody tr:nth-child(20)')?.textContent).toBe('2026-11-22, 19 to 20 h90.03,600');
});
