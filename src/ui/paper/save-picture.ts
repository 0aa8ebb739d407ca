import { slug } from '../../core/slug.ts';
import type { Caption, FramedPlot } from '../components/paper.ts';
import { saveMade } from '../save-made.ts';
import { showToast } from '../toasts.ts';
import { captionedPng } from './captioned.ts';

/** What tells the file of a plot apart from those of the others. */
export const plotFilePart = ({ title, probe }: Pick<FramedPlot, 'title' | 'probe'>): string =>
  [probe, title].flatMap((part) => (part === undefined ? [] : slug(part))).join('_');

/** Saves a plot as a PNG. */
export async function savePicture(plot: FramedPlot, { lines, fileName }: Caption): Promise<void> {
  const name = fileName(plotFilePart(plot));
  const saved = await saveMade(name, 'image/png', async () => {
    const png = await captionedPng(plot, lines);
    return new Blob([png], { type: 'image/png' });
  });
  if (saved !== undefined) showToast(`Saved ${saved.name}.`);
}
