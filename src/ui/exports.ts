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

/** Of the campaign that is shown, the last export of each kind. */
export const exportStates = signal<Partial<Record<ExportKind, ExportState>>>({});

let toldOf: string | undefined;

/** Forgets what became of the exports of another campaign than this one. */
export function tellExportsOf(campaignId: string): void {
  if (toldOf !== campaignId) exportStates.value = {};
  toldOf = campaignId;
}

/** What an export is made of. */
export interface ExportOrder {
  campaign: Campaign;
  filter?: TimeFilter | undefined;
  /** The report as the page shows it; it is made where it is not there yet. */
  source: (onProgress: (share: number) => void) => Promise<Pick<PaperSource, 'report' | 'events'>>;
}

/** What the page makes itself and can be cancelled here. */
const underWay = new Map<ExportKind, AbortController>();

const stateOf = (kind: ExportKind): ExportState | undefined => exportStates.value[kind];
const set = (kind: ExportKind, state: ExportState | undefined) => {
  exportStates.value = { ...exportStates.value, [kind]: state };
};

/** Makes an export and saves it. One of a kind at a time. */
export async function runExport(order: ExportOrder, kind: ExportKind): Promise<void> {
  if (stateOf(kind)?.busy) return;
  try {
    const place = await placeFor(exportKindName(order.campaign, kind), EXPORT_KINDS[kind].type);
    if (place === undefined) return;
    set(kind, { busy: true, share: 0 });
    const { name, bytes } = await save(order, kind, place);
    set(kind, { busy: false, text: `saved ${name} (${formatBytes(bytes)})` });
  } catch (error) {
    const state = stateOf(kind);
    if (state?.busy && state.cancelling) set(kind, { busy: false, text: 'cancelled, nothing was saved' });
    else set(kind, { busy: false, bad: true, text: `not saved. ${sentenceOf(error)}` });
  }
}

async function save(
  { campaign, filter, source }: ExportOrder,
  kind: ExportKind,
  place: Place,
): Promise<Saved> {
  const onProgress = (share: number) => {
    const state = stateOf(kind);
    if (state?.busy) set(kind, { ...state, share });
  };
  if (!isMadeOnPage(kind)) {
    const { blob, bytes, name } = await makeExport(campaign.id, kind, place.handle, onProgress, filter);
    if (blob !== undefined) saveFile(blob, name);
    return { name, bytes };
  }
  const canceller = new AbortController();
  underWay.set(kind, canceller);
  const { signal: cancelled } = canceller;
  try {
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
    underWay.delete(kind);
  }
}

/** Ends an export under way; nothing of it is left. */
export async function stopExport(kind: ExportKind): Promise<void> {
  const state = stateOf(kind);
  if (!state?.busy) return;
  set(kind, { ...state, cancelling: true });
  underWay.get(kind)?.abort();
  await cancelExport(kind);
}
