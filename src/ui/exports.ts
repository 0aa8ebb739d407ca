import { signal } from '@preact/signals';
import type { Campaign } from '../core/campaign.ts';
import { EXPORT_KINDS, type ExportKind, exportKindName, isMadeOnPage } from '../report/export-kinds.ts';
import type { TimeFilter } from '../report/filter/time-filter.ts';
import { cancelExport, makeExport } from './analysis-client.ts';
import { saveFile } from './files.ts';
import { formatBytes } from './format.ts';
import type { PaperSource } from './paper/make-paper.ts';
import { putMade, type Saved } from './save-made.ts';
import { type Place, placeFor } from './save-picker.ts';
import { sentenceOf } from './trouble.ts';

/** What became of an export, or how far it is. */
export type ExportState =
  | { busy: true; share: number; cancelling?: boolean }
  | { busy: false; text: string; bad?: boolean };

/** The last export of each campaign and kind, by `keyOf`: it goes on while another campaign's report is shown. */
const exportStates = signal<Readonly<Record<string, ExportState>>>({});

const keyOf = (campaignId: string, kind: ExportKind) => `${kind} ${campaignId}`;

/** What became of the last export of a campaign and kind, if there was one since the page was opened. */
export const exportStateOf = (campaignId: string, kind: ExportKind): ExportState | undefined =>
  exportStates.value[keyOf(campaignId, kind)];

/** What an export is made of. */
export interface ExportOrder {
  campaign: Campaign;
  filter?: TimeFilter | undefined;
  /** The report as the page shows it; it is made where it is not there yet. */
  source: (onProgress: (share: number) => void) => Promise<Pick<PaperSource, 'report' | 'events'>>;
}

/** Exports under way, by `keyOf`: what was cancelled is known here whatever becomes of the worker. */
const underWay = new Map<string, AbortController>();

const set = (key: string, state: ExportState) => {
  exportStates.value = { ...exportStates.value, [key]: state };
};

/** Makes an export and saves it. One of a campaign and kind at a time. */
export async function runExport(order: ExportOrder, kind: ExportKind): Promise<void> {
  const { campaign } = order;
  const key = keyOf(campaign.id, kind);
  if (exportStateOf(campaign.id, kind)?.busy) return;
  try {
    const place = await placeFor(exportKindName(campaign, kind), EXPORT_KINDS[kind].type);
    if (place === undefined) return;
    set(key, { busy: true, share: 0 });
    const { name, bytes } = await save(order, kind, place);
    set(key, { busy: false, text: `saved ${name} (${formatBytes(bytes)})` });
  } catch (error) {
    const state = exportStateOf(campaign.id, kind);
    if (state?.busy && state.cancelling) set(key, { busy: false, text: 'cancelled, nothing was saved' });
    else set(key, { busy: false, bad: true, text: `not saved. ${sentenceOf(error)}` });
  }
}

async function save(
  { campaign, filter, source }: ExportOrder,
  kind: ExportKind,
  place: Place,
): Promise<Saved> {
  const key = keyOf(campaign.id, kind);
  const onProgress = (share: number) => {
    const state = exportStateOf(campaign.id, kind);
    if (state?.busy) set(key, { ...state, share });
  };
  const canceller = new AbortController();
  underWay.set(key, canceller);
  const { signal: cancelled } = canceller;
  try {
    if (!isMadeOnPage(kind)) {
      const { id } = campaign;
      const { blob, bytes, name } = await makeExport(id, kind, place.handle, onProgress, cancelled, filter);
      // Made before the order to cancel came; a file that the user chose is there all the same.
      if (blob !== undefined) {
        cancelled.throwIfAborted();
        saveFile(blob, name);
      }
      return { name, bytes };
    }
    const { makePaper, paperName } = await import('./paper/make-paper.ts');
    return await putMade(place, paperName(campaign, kind, filter), async () => {
      const found = await source((share) => onProgress(share / 4));
      cancelled.throwIfAborted();
      return await makePaper(
        kind,
        { campaign, filter, ...found },
        (share) => onProgress(0.25 + 0.75 * share),
        cancelled,
      );
    });
  } finally {
    underWay.delete(key);
  }
}

/** Ends an export under way; nothing of it is left. */
export async function stopExport(campaignId: string, kind: ExportKind): Promise<void> {
  const key = keyOf(campaignId, kind);
  const state = exportStateOf(campaignId, kind);
  if (!state?.busy) return;
  set(key, { ...state, cancelling: true });
  underWay.get(key)?.abort();
  await cancelExport(campaignId, kind);
}
