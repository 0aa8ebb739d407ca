import type { Shot } from '../core/probe.ts';
import type { Due } from '../core/sample.ts';
import type { Millis } from '../core/units.ts';

/** What a sample keeps of a due time, whatever became of it: nothing else of a shot may get into one. */
export function dueOf({ seq, dueEpochMs, dueMonoMs }: Due): Due {
  return { seq, dueEpochMs, dueMonoMs };
}

/** The same of one that was sent, with how late that was. */
export function sentOf(shot: Shot): Due & { lateMs: Millis } {
  return { ...dueOf(shot), lateMs: shot.lateMs };
}
