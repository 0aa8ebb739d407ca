import type { Route } from './script.ts';
import { CONTENT_TRAPS } from './traps-content.ts';
import { ENDING_TRAPS } from './traps-ending.ts';
import { FORM_TRAPS } from './traps-form.ts';
import { OLLAMA_TRAPS } from './traps-ollama.ts';
import { REFUSAL_TRAPS } from './traps-refusal.ts';

/** What the stream server answers by default, by path: no Node in it, so that a page under test can read it too. */
export const TRAPS: Readonly<Record<string, Route>> = {
  ...CONTENT_TRAPS,
  ...FORM_TRAPS,
  ...ENDING_TRAPS,
  ...REFUSAL_TRAPS,
  ...OLLAMA_TRAPS,
};
