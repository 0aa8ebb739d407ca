import { signal } from '@preact/signals';
import { door, onStoreWaits } from '../store/door.ts';
import { tellTrouble } from './trouble.ts';

/** Whether the browser promised to keep what is stored, and how much room there is. */
export interface StorageState {
  /** Undefined: not asked yet, or the browser cannot say. */
  kept?: boolean | undefined;
  usedBytes?: number | undefined;
  quotaBytes?: number | undefined;
}

export const storageState = signal<StorageState>({});

const LOOK_EVERY_MS = 30_000;

/** The store waits for a campaign that another tab runs with an older version of the app. */
export const storeWaits = signal(false);

/** Lets the page see when the store waits, proves the order of what is stored, and clears away what broken imports left. */
export async function watchStore(): Promise<void> {
  onStoreWaits((waiting) => {
    storeWaits.value = waiting;
  });
  // What is left changes while a campaign runs, whoever fills the disk.
  setInterval(() => {
    if (!document.hidden) void lookAtStorage();
  }, LOOK_EVERY_MS);
  for (const sentence of await door.inspect()) tellTrouble(new Error(sentence));
  await door.clearBrokenImports();
}

/** Reads the present answer and the estimate without asking the user anything. */
export async function lookAtStorage(): Promise<void> {
  if (navigator.storage === undefined) return;
  const [kept, estimate] = await Promise.all([
    navigator.storage.persisted().catch(() => undefined),
    navigator.storage.estimate().catch(() => undefined),
  ]);
  storageState.value = { kept, usedBytes: estimate?.usage, quotaBytes: estimate?.quota };
}

/** Asks the browser to keep the store. Firefox shows a question, so nothing waits for the answer. */
export function askToKeepStorage(): void {
  if (navigator.storage === undefined) return;
  navigator.storage
    .persist()
    .then(lookAtStorage, lookAtStorage)
    .catch(() => {});
}

/** The room that is left, in bytes; undefined where the browser does not say. */
export function freeBytes({ usedBytes, quotaBytes }: StorageState): number | undefined {
  return usedBytes === undefined || quotaBytes === undefined
    ? undefined
    : Math.max(0, quotaBytes - usedBytes);
}

/** The state as a short phrase and the sentence that explains it. */
export function storageWords({ kept }: StorageState): {
  short: string;
  long: string;
  good: boolean | undefined;
} {
  if (kept === true)
    return { short: 'kept', long: 'The browser promised to keep what is stored here.', good: true };
  if (kept === undefined) {
    return {
      short: 'not known',
      long: 'This browser does not say whether it keeps what is stored here.',
      good: undefined,
    };
  }
  const long =
    'The browser may clear what is stored here when space is short. Install the app, or export in good time.';
  return { short: 'may be cleared', long, good: false };
}
