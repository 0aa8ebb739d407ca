import { effect } from '@preact/signals';
import { campaigns } from './campaigns.ts';
import { storeWaits } from './storage.ts';
import { dismissTrouble, tellTrouble } from './trouble.ts';

const AFTER_MS = 15_000;
const SENTENCE =
  'The browser has not opened its store of campaigns yet. Nothing is lost. Where this stays, close the browser, all its windows, and open it again.';

/**
 * Says so where the stored campaigns are still not there after a while, until they are: a database that
 * does not answer would leave an empty page without a word. Not while another tab is waited for, which is told.
 */
export function watchStart(): void {
  setTimeout(() => {
    if (campaigns.value !== undefined || storeWaits.value) return;
    tellTrouble(new Error(SENTENCE));
    const end = effect(() => {
      if (campaigns.value === undefined) return;
      dismissTrouble(SENTENCE);
      queueMicrotask(() => end());
    });
  }, AFTER_MS);
}
