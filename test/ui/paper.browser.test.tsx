import { render } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TimelinePlot } from '../../src/ui/components/timeline-plot.tsx';
import { makePaper } from '../../src/ui/paper/make-paper.ts';
import { chooseTheme } from '../../src/ui/theme.ts';
import { campaign, report } from '../report/ten-minutes.ts';
import '../../src/ui/styles/tokens.css';
import '../../src/ui/styles/base.css';
import '../../src/ui/styles/chart.css';
import '../../src/ui/styles/print.css';

let root: HTMLElement;
beforeEach(() => {
  root = document.createElement('main');
  document.body.append(root);
});
afterEach(() => {
  render(null, root);
  root.remove();
  chooseTheme('system');
});

/** A plot of the page, once it is drawn. */
async function drawnPlot(theme: 'light' | 'dark'): Promise<HTMLCanvasElement> {
  chooseTheme(theme);
  const [probe] = report.probes;
  if (probe === undefined) throw new Error('no probe');
  const { bins, binMs } = probe.timeline;
  const fromMs = bins[0]?.startEpochMs ?? 0;
  const toMs = (bins.at(-1)?.startEpochMs ?? 0) + binMs;
  const input = { bins, binMs, intervals: report.outages, fromMs, toMs, metric: 'Response time' };
  render(<TimelinePlot title="How long?" input={input} />, root);
  return await vi.waitFor(() => {
    const canvas = root.querySelector('canvas');
    const dots = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    if (canvas === null || !dots.some((dot) => dot !== 0)) throw new Error('not drawn yet');
    return canvas;
  }, 30_000);
}

it('prints a plot light and sharp whatever the theme is, and gives the screen its own back', async () => {
  const printed: string[] = [];
  for (const theme of ['light', 'dark'] as const) {
    const canvas = await drawnPlot(theme);
    const shown = canvas.toDataURL();
    dispatchEvent(new Event('beforeprint'));
    // 170 mm at 300 dots an inch.
    expect(Math.abs(canvas.width - 2008)).toBeLessThan(4);
    printed.push(canvas.toDataURL());
    dispatchEvent(new Event('afterprint'));
    expect(canvas.toDataURL() === shown).toBe(true);
    expect(printed.at(-1) === shown).toBe(false);
    render(null, root);
  }
  expect(printed[0] === printed[1]).toBe(true);
});

it('leaves nothing of pictures that are cancelled', async () => {
  const canceller = new AbortController();
  const told: number[] = [];
  const making = makePaper(
    'plots',
    { campaign, report, events: [] },
    (share) => {
      told.push(share);
      canceller.abort();
    },
    canceller.signal,
  );
  await expect(making).rejects.toThrow(/abort/i);
  expect(told).toHaveLength(1);
  expect(told[0]).toBeLessThan(1);
  expect(document.querySelectorAll('.on-paper')).toHaveLength(0);
});
