import { render } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AvailabilitySection } from '../../src/ui/views/availability-section.tsx';
import { record } from '../report/blackouts.ts';

const MINUTE = 60_000;
let root: HTMLElement;

beforeEach(() => {
  root = document.createElement('div');
  document.body.append(root);
});

afterEach(() => {
  render(null, root);
  root.remove();
});

const cells = (name: string) =>
  [...root.querySelectorAll(`section[aria-label="${name}"] tbody tr`)].map((row) =>
    [...row.children].map((cell) => cell.textContent?.trim()),
  );

it('shows the number, the verdict, the causes and the plot of a link with outages', async () => {
  const report = record({
    lengthMs: 20 * MINUTE,
    blackouts: [[3 * MINUTE, 3 * MINUTE + 8000]],
    endpointGone: [[10 * MINUTE, 10 * MINUTE + 20_000]],
    availabilityTarget: 0.9,
  });
  render(<AvailabilitySection report={report} />, root);
  expect(root.textContent).toContain('Availability of the link99.3');
  expect(root.querySelector('.target-verdict')?.textContent).toMatch(/^Met: /);
  expect(root.textContent).toContain('1 outage is little to go by, so the interval is wide');
  expect(cells('Outages by cause').map(([cause, outages, , , , counts]) => [cause, outages, counts])).toEqual(
    expect.arrayContaining([
      ['The link', '1', 'down'],
      ['The endpoint', '1', 'up'],
    ]),
  );
  const measures = new Map(
    cells('Availability of the link and of the service').map(([name, ...own]) => [name, own]),
  );
  expect(measures.get('Outages over 2 s')).toEqual(['1', '2']);
  await vi.waitFor(() => {
    const plot = root.querySelector('canvas');
    expect(plot?.width).toBeGreaterThan(0);
  });
});

it('without an outage names the assumption that the bound rests on, and draws nothing', () => {
  render(<AvailabilitySection report={record({ lengthMs: 20 * MINUTE, blackouts: [] })} />, root);
  expect(root.textContent).toContain('rule of three, 95 %');
  expect(root.querySelector('canvas')).toBeNull();
  expect(root.querySelector('.target-verdict')).toBeNull();
});
