import { strToU8, zipSync } from 'fflate';
import type { Campaign, CampaignEvent } from '../../core/campaign.ts';
import type { DataHash } from '../../report/data-hash.ts';
import { EXPORT_KINDS, exportKindName, type PageKind } from '../../report/export-kinds.ts';
import type { TimeFilter } from '../../report/filter/time-filter.ts';
import type { Report } from '../../report/types.ts';
import { computeDataHash } from '../analysis-client.ts';
import { shownState } from '../campaigns.ts';
import { campaignCaption, filteredCampaign } from '../caption.ts';
import type { FramedPlot } from '../components/paper.ts';
import { loadTyped } from '../typed-numbers.ts';
import { captionedPng } from './captioned.ts';
import { htmlDocument } from './html-document.ts';
import { pngOf, withPlot } from './plot-picture.ts';
import { renderPaper } from './render-paper.tsx';
import { plotFilePart } from './save-picture.ts';

/** What a report on paper is made of: all that its page shows. */
export interface PaperSource {
  campaign: Campaign;
  report: Report;
  events: readonly CampaignEvent[];
  /** The report is of this part; the hash is of its samples then. */
  filter?: TimeFilter | undefined;
}

type Progress = (share: number) => void;

/** The name of what is made; one of a filtered report says so. */
export const paperName = (campaign: Campaign, kind: PageKind, filter: TimeFilter | undefined): string =>
  exportKindName(filteredCampaign(campaign, filter), kind);

/** Makes the report as one HTML file, or all of its plots as a zip of PNGs. `onProgress` gets a share from 0 to 1. */
export async function makePaper(
  kind: PageKind,
  source: PaperSource,
  onProgress: Progress,
  cancelled: AbortSignal,
): Promise<Blob> {
  await loadTyped(source.campaign.id);
  const make = kind === 'html' ? makeHtml : makePlots;
  const parts = await make(source, onProgress, cancelled);
  cancelled.throwIfAborted();
  return new Blob([parts], { type: EXPORT_KINDS[kind].type });
}

async function makeHtml(source: PaperSource, onProgress: Progress, cancelled: AbortSignal): Promise<string> {
  const hash = await hashOf(source, (share) => onProgress(share / 2));
  cancelled.throwIfAborted();
  const { body, plots } = renderPaper(source, hash);
  const pictures = await drawAll(plots, (plot) => withPlot(plot, pngOf), {
    onProgress: (share) => onProgress(0.5 + share / 2),
    cancelled,
  });
  for (const image of body.querySelectorAll<HTMLImageElement>('img[data-plot]')) {
    const png = pictures[Number(image.dataset.plot)];
    if (png !== undefined) image.setAttribute('src', `data:image/png;base64,${base64(png)}`);
    image.removeAttribute('data-plot');
  }
  return htmlDocument(source, hash, body);
}

async function makePlots(
  source: PaperSource,
  onProgress: Progress,
  cancelled: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const { campaign, report } = source;
  const { plots } = renderPaper(source, undefined);
  const { lines } = campaignCaption(
    report.filter === undefined ? campaign : { ...campaign, filtered: report.filter.label },
  );
  const pictures = await drawAll(plots, (plot) => captionedPng(plot, lines), { onProgress, cancelled });
  const entries = pictures.map((png, place) => {
    const plot = plots[place];
    const part = plot === undefined ? '' : plotFilePart(plot);
    return [`${String(place + 1).padStart(2, '0')}_${part}.png`, png] as const;
  });
  const words = plots.map(({ title, probe }, place) => `${place + 1}. ${probe ?? 'campaign'}: ${title}`);
  const index = strToU8([...lines, '', ...words, ''].join('\r\n'));
  // What is compressed already is stored as it is.
  return zipSync({ ...Object.fromEntries(entries), 'plots.txt': index }, { level: 0, mtime: ZIP_DATE });
}

/** The same plots give the same zip: no clock is in it. */
const ZIP_DATE = new Date(1980, 0, 1);

/** One after the other, with room between for whatever else the page has to do. */
async function drawAll<T>(
  plots: readonly FramedPlot[],
  draw: (plot: FramedPlot) => Promise<T>,
  { onProgress, cancelled }: { onProgress: Progress; cancelled: AbortSignal },
): Promise<T[]> {
  const drawn: T[] = [];
  for (const plot of plots) {
    drawn.push(await draw(plot));
    onProgress(drawn.length / plots.length);
    await new Promise((resolve) => setTimeout(resolve));
    cancelled.throwIfAborted();
  }
  return drawn;
}

/** None while samples are still coming: the report and the hash would not be of the same. */
async function hashOf(
  { campaign, filter }: PaperSource,
  onProgress: Progress,
): Promise<DataHash | undefined> {
  return shownState(campaign) === 'Running'
    ? undefined
    : await computeDataHash(campaign.id, onProgress, filter, 'html');
}

const PIECE = 0x8000;

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += PIECE)
    text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return btoa(text);
}
