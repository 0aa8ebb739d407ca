import { signal } from '@preact/signals';
import type { Campaign } from '../core/campaign.ts';
import type { ExportKind } from '../report/export-kinds.ts';
import type { TimeFilter } from '../report/filter/time-filter.ts';
import { door } from '../store/door.ts';
import { cancelExport, makeExport } from './client.ts';
import { saveFile } from './files.ts';
import { formatBytes } from './format.ts';
import { canPickPlace, pickPlace } from './save-picker.ts';
import { sentenceOf } from './trouble.ts';

/** What became of an export, or how far it is. */
export type ExportState =
  | { busy: true; share: number; cancelling?: boolean }
  | { busy: false; text: string; bad?: boolean };

/** Of the campaign that is shown, the last export of each kind. */
export const exportStates = signal<Partial<Record<ExportKind, ExportState>>>({});

const SETTING = 'ask-where-to-save';
/** Whether each export asks for its place; without it, it goes to the downloads. */
export const askWhere = signal(false);

/** Reads how the user wants exports to be saved. */
export async function lookAtSaving(): Promise<void> {
  askWhere.value = (await door.getSetting(SETTING)) === true;
}

/** Keeps how the user wants exports to be saved. */
export async function setAskWhere(ask: boolean): Promise<void> {
  askWhere.value = ask;
  await door.setSetting(SETTING, ask);
}

const stateOf = (kind: ExportKind): ExportState | undefined => exportStates.value[kind];
const set = (kind: ExportKind, state: ExportState | undefined) => {
  exportStates.value = { ...exportStates.value, [kind]: state };
};

/** Makes an export and saves it. One of a kind at a time. */
export async function runExport(
  campaign: Campaign,
  kind: ExportKind,
  filter?: TimeFilter | undefined,
): Promise<void> {
  if (stateOf(kind)?.busy) return;
  try {
    const asks = askWhere.value && canPickPlace();
    const handle = asks ? await pickPlace(campaign, kind) : undefined;
    if (asks && handle === undefined) return;
    set(kind, { busy: true, share: 0 });
    const progress = (share: number) => {
      const state = stateOf(kind);
      if (state?.busy) set(kind, { ...state, share });
    };
    const { blob, bytes, name } = await makeExport(campaign.id, kind, handle, progress, filter);
    if (blob !== undefined) saveFile(blob, name);
    set(kind, { busy: false, text: `saved ${name} (${formatBytes(bytes)})` });
  } catch (error) {
    const state = stateOf(kind);
    if (state?.busy && state.cancelling) set(kind, { busy: false, text: 'cancelled, nothing was saved' });
    else set(kind, { busy: false, bad: true, text: `not saved. ${sentenceOf(error)}` });
  }
}

/** Ends an export under way; nothing of it is left. */
export async function stopExport(kind: ExportKind): Promise<void> {
  const state = stateOf(kind);
  if (!state?.busy) return;
  set(kind, { ...state, cancelling: true });
  await cancelExport(kind);
}
