import { type Played, playTexts } from './play.ts';

/** Events of a `chat/completions` stream, and what a reader makes of them, one a read. */

export const chunk = (delta: object, finish: string | null = null): string =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
export const ROLE = chunk({ role: 'assistant', content: '' });
export const STOP = chunk({}, 'stop');
export const DONE = 'data: [DONE]\n\n';
export const usage = (tokens: number): string =>
  `data: {"choices":[],"usage":{"completion_tokens":${tokens}}}\n\n`;
export const openai = (...reads: string[]): Played => playTexts('openai', reads);
