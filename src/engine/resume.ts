import { type EpochMillis, millis } from '../core/units.ts';
import type { Lane } from './lane.ts';
import type { RunEvent } from './run-ports.ts';

/**
 * Where in its schedule a campaign stands that goes on after a reload, in ms
 * after schedule zero. The latest stored sample ties the schedule to the wall
 * clock: the start does not, since a sleep may lie between, in which the
 * schedule stood still. `setBackMs` is over 0 where the wall clock lies before
 * what was measured already; the schedule then goes on after its last due time.
 */
export function resumeAt(
  lanes: readonly Lane[],
  startedEpochMs: EpochMillis,
  nowEpochMs: EpochMillis,
): { offsetMs: number; setBackMs: number } {
  let zeroEpochMs: number = startedEpochMs;
  let latest = Number.NEGATIVE_INFINITY;
  let leastMs = 0;
  for (const lane of lanes) {
    if (lane.nextSeq > 0) leastMs = Math.max(leastMs, lane.schedule.dueMs(lane.nextSeq - 1));
    const { last } = lane.progress;
    if (last === undefined || last.dueEpochMs <= latest) continue;
    latest = last.dueEpochMs;
    zeroEpochMs = last.dueEpochMs - lane.schedule.dueMs(last.seq);
  }
  const offsetMs = nowEpochMs - zeroEpochMs;
  return offsetMs >= leastMs
    ? { offsetMs, setBackMs: 0 }
    : { offsetMs: leastMs, setBackMs: leastMs - offsetMs };
}

/** What the record says of the time between the last sign of life and going on. */
export function resumeEvents(
  setBackMs: number,
  aliveEpochMs: EpochMillis,
  nowEpochMs: EpochMillis,
  handedOver = false,
): RunEvent[] {
  const detail = handedOver ? EXCHANGED : 'The page was closed; the campaign goes on.';
  const durationMs = millis(Math.max(0, nowEpochMs - aliveEpochMs));
  const gap: RunEvent = { kind: 'gap', detail, epochMs: aliveEpochMs, durationMs, cause: 'closed' };
  const step: RunEvent = {
    kind: 'clock-step',
    detail:
      'The wall clock was set back while the page was closed. The numbering goes on after the last due time.',
    durationMs: millis(setBackMs),
  };
  return [...(setBackMs > 0 ? [step] : []), gap, { kind: 'resume', detail }];
}

const EXCHANGED = 'The measuring worker was exchanged for one that no service worker stands in the way of.';
