import { signal } from '@preact/signals';

/** What went wrong, as sentences for the banner; newest last. */
export const troubles = signal<string[]>([]);

/** What browsers name a store that they cannot open or write, mostly for want of room. */
const STORE_ERRORS = ['UnknownError', 'QuotaExceededError'];

/** The sentence of anything that was thrown. */
export function sentenceOf(error: unknown): string {
  const text = (error instanceof Error ? error.message : String(error)).trim();
  if (error instanceof Error && STORE_ERRORS.includes(error.name))
    return `The browser could not open or write its store of campaigns. The disk may be full: free some of it, then reload this page.${text === '' ? '' : ` (${text})`}`;
  if (text === '') return 'Something failed without saying why.';
  return /[.?]$/.test(text) ? text : `${text}.`;
}

export function tellTrouble(error: unknown, before = ''): void {
  const sentence = `${before}${sentenceOf(error)}`;
  if (!troubles.value.includes(sentence)) troubles.value = [...troubles.value, sentence].slice(-3);
}

export function dismissTrouble(sentence: string): void {
  troubles.value = troubles.value.filter((other) => other !== sentence);
}

/** Runs a task of which nobody awaits the end; a failure becomes a banner. */
export function attempt(task: () => Promise<unknown>, before = ''): void {
  task().catch((error: unknown) => tellTrouble(error, before));
}
