import type { Campaign } from '../core/campaign.ts';
import { EXPORT_KINDS, type ExportKind, exportKindName } from '../report/export-kinds.ts';

interface PickerOptions {
  suggestedName: string;
  types: { accept: Record<string, string[]> }[];
}

declare global {
  interface Window {
    /** File System Access; Chromium alone has it, in secure contexts. */
    showSaveFilePicker?: (options: PickerOptions) => Promise<FileSystemFileHandle>;
  }
}

/** Whether this browser can ask for a place and let a page write there. */
export const canPickPlace = (): boolean => window.showSaveFilePicker !== undefined;

/** Asks where to save an export; nothing where the user closed the dialogue. Has to follow a click. */
export async function pickPlace(
  campaign: Campaign,
  kind: ExportKind,
): Promise<FileSystemFileHandle | undefined> {
  const { type, extension } = EXPORT_KINDS[kind];
  try {
    return await window.showSaveFilePicker?.({
      suggestedName: exportKindName(campaign, kind),
      types: [{ accept: { [type.replace(/;.*/, '')]: [`.${extension}`] } }],
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    throw error;
  }
}
