import { signal } from '@preact/signals';

/** What went wrong, as sentences for the banner; newest last. */
export const troubles = signal<string[]>([]);

/** The sentence of anything that was thrown. */
export function sentenceOf(error: unknown): string {
  const text = (error instanceof Error ? error.message : String(error)).trim();
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
