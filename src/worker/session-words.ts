import type { RunEnd } from '../engine/run-ports.ts';

/** Why a campaign does not begin. */
export const TOO_FULL =
  'The disk, or the room that the browser gives this app, is nearly full: a campaign needs some megabytes to begin. Free some of the disk, or export and delete campaigns.';

/** What is put on record of the end of a run. */
export const END_WORDS: Record<Exclude<RunEnd, 'handed-over'>, string> = {
  finished: 'The campaign reached its planned end.',
  user: 'The campaign was stopped by the user.',
  'data-budget': 'The campaign was stopped because its data budget is used up.',
  storage: 'The campaign was stopped because the disk is full.',
};
