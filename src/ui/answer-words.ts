import type { Answer } from '../core/verdict/overall.ts';

export const ANSWER_WORDS: Record<Answer, string> = {
  met: 'Met',
  'not-met': 'Not met',
  'not-enough-data': 'Not enough data',
  'not-ruled-out': 'Not ruled out',
  'no-limits': 'No limits set',
};

/** What the limits are called within a sentence. */
export function workload({ profile, edited }: { profile: string; edited: boolean }): string {
  if (profile === 'custom') return 'the limits that were set';
  return edited ? `${profile} (limits changed)` : profile;
}
