import { CampaignDeleted } from '../store/campaign-deleted.ts';

/** How long memory lasts at the plan's pace (`SampleWriter`). */
interface Memory {
  readonly memoryLeftMs: number;
}

/** The disk or the quota of this origin is used up. */
export function isFull(error: unknown): boolean {
  if (!(error instanceof DOMException)) return false;
  // Browsers name a full disk so or so; some say it in the message alone.
  return error.name === 'QuotaExceededError' || /\b(quota|disk full|no space|enospc)\b/i.test(error.message);
}

/** A sentence for the page while samples cannot be written. */
export function troubleOf(error: unknown, memory: Memory): string {
  if (isFull(error))
    return 'The disk or the browser\u2019s quota is full. Export and delete campaigns to make room.';
  if (error instanceof CampaignDeleted) return error.message;
  return `Samples cannot be written to disk at the moment and are kept in memory (${detailOf(error)}). ${roomOf(memory)}`;
}

/** A sentence for the page while the end of a run cannot be written: nothing comes in any more. */
export function lastTroubleOf(error: unknown): string {
  if (isFull(error))
    return 'The disk or the browser\u2019s quota is full. Export and delete campaigns, or free some of the disk: the last samples are stored as soon as there is room.';
  return `The last samples wait in memory for the disk (${detailOf(error)}).`;
}

/** A sentence while a write does not come to its end. */
export function slowWrite(seconds: number, memory: Memory): string {
  return `The disk has not taken what was measured for ${seconds} s; it is kept in memory. ${roomOf(memory)}`;
}

function roomOf({ memoryLeftMs }: Memory): string {
  const minutes = Math.floor(memoryLeftMs / 60_000);
  if (minutes < 1) return 'Memory is full: the oldest samples that are not on disk are given up.';
  const span = minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`;
  return `Memory lasts for ${span} more at this pace.`;
}

function detailOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
