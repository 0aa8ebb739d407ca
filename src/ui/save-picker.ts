import { signal } from '@preact/signals';
import { door } from '../store/door.ts';

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

/** Whether this browser can ask for a place and let a page write there. */
export const canPickPlace = (): boolean => window.showSaveFilePicker !== undefined;

/** The file that the user chose; nothing where it goes to the downloads. */
export type Place = { handle: FileSystemFileHandle | undefined };

/** Asks where to save a file, where the user wants to be asked; nothing where the dialogue was closed. Has to follow a click. */
export async function placeFor(name: string, type: string): Promise<Place | undefined> {
  if (!askWhere.value || window.showSaveFilePicker === undefined) return { handle: undefined };
  try {
    const handle = await window.showSaveFilePicker({
      suggestedName: name,
      types: [{ accept: { [type.replace(/;.*/, '')]: [name.slice(name.lastIndexOf('.'))] } }],
    });
    return { handle };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    throw error;
  }
}
