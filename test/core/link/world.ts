import { findOutages, type Interval } from '../../../src/core/link/outages.ts';
import type { Track } from '../../../src/core/link/track.ts';
import type { Unobserved } from '../../../src/core/link/unobserved.ts';

export const T0 = Date.UTC(2026, 10, 22, 12, 0, 0);

/** A due time in ms after T0 and its answer in ms after the due time, if one came. */
export type Shot = readonly [dueMs: number, answerMs?: number | 'unmeasured'];

export function track(name: string, shots: readonly Shot[], more: Partial<Track> = {}): Track {
  return {
    name,
    control: false,
    local: false,
    loopback: false,
    patient: false,
    usualMs: 40,
    dueEpochMs: shots.map(([due]) => T0 + due),
    waitMs: Float64Array.from(shots, ([, answer]) => (typeof answer === 'number' ? answer : Number.NaN)),
    unmeasured: shots.map(([, answer]) => (answer === 'unmeasured' ? 1 : 0)),
    // What was never sent has no lateness.
    lateMs: shots.map(([, answer]) => (answer === 'unmeasured' ? Number.NaN : 0)),
    timeoutMs: 5000,
    mute: shots.length >= 10 && shots.every(([, answer]) => answer === undefined),
    ...more,
  };
}

/** One due time each `everyMs`, answered in 40 ms but for those due in one of `dark` ([from, to) in ms after T0). */
export function steady(
  everyMs: number,
  toMs: number,
  dark: readonly (readonly [number, number])[] = [],
): Shot[] {
  return Array.from({ length: Math.floor(toMs / everyMs) }, (_, i): Shot => {
    const due = i * everyMs;
    return dark.some(([from, to]) => due >= from && due < to) ? [due] : [due, 40];
  });
}

export interface Told {
  kind: Interval['kind'];
  cause: Interval['cause'];
  from: number;
  to: number;
}

/** Rows in ms after T0. */
export function told(
  tracks: Track[],
  endMs: number,
  more: { fresh?: number[]; gaps?: [number, number, Unobserved['cause']][] } = {},
): Told[] {
  const rows = findOutages({
    tracks,
    freshEpochMs: (more.fresh ?? []).map((ms) => T0 + ms),
    gaps: (more.gaps ?? []).map(([from, to, cause]) => ({ start: T0 + from, end: T0 + to, cause })),
    endEpochMs: T0 + endMs,
  });
  return rows.map((r) => ({
    kind: r.kind,
    cause: r.cause,
    from: r.startEpochMs - T0,
    to: r.endEpochMs - T0,
  }));
}
