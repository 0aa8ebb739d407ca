import type { Shot } from './world.ts';

/** A probe of the oracle's world; all times in whole ms after T0. */
export interface Asked {
  shots: readonly Shot[];
  usualMs: number;
}

export interface World {
  probes: readonly Asked[];
  /** Fresh connections that were answered. */
  fresh: readonly number[];
  gaps: readonly (readonly [from: number, to: number])[];
  endMs: number;
}

type Row = [kind: 'outage' | 'interruption', from: number, to: number];

/**
 * The rule of the outages CSV over again, as a walk from one millisecond to the
 * next, with nothing of the code that it judges.
 */
export function rowsByHand({ probes, fresh, gaps, endMs }: World): Row[] {
  const arrivals = new Set(fresh);
  for (const { shots } of probes)
    for (const [due, answer] of shots) if (typeof answer === 'number') arrivals.add(due + answer);
  const isBlind = (ms: number) => gaps.some(([from, to]) => ms >= from && ms < to);
  const dues = probes.flatMap(({ shots }) => shots.filter(([, a]) => a !== 'unmeasured').map(([due]) => due));
  const rows: Row[] = [];
  let since: number | undefined;
  const close = (ms: number) => {
    if (since !== undefined) rows.push(...judge({ probes, fresh, gaps, endMs }, since, ms));
    since = undefined;
  };
  for (let ms = 0; ms <= endMs; ms++) {
    if (isBlind(ms)) close(ms);
    else if (since === undefined) {
      if (dues.includes(ms) || arrivals.has(ms)) since = ms;
    } else if (arrivals.has(ms)) {
      close(ms);
      since = ms;
    }
  }
  close(endMs);
  return rows;
}

function judge({ probes, fresh }: World, from: number, to: number): Row[] {
  const length = to - from;
  if (length < 500) return [];
  const waits: number[] = [];
  for (const { shots, usualMs } of probes) {
    const slow = Math.max(250, 3 * usualMs);
    // Overdue when it fell silent, and it did come: what was asked after it may only have waited behind it.
    const heldUp = shots.some(
      ([due, answer]) => typeof answer === 'number' && from - due > slow && due + answer > from,
    );
    if (length <= 2000 && heldUp) continue;
    for (const [due, answer] of shots) {
      if (answer === 'unmeasured' || due < from || due >= to) continue;
      if (answer === undefined || (answer > slow && to - due > slow)) waits.push(to - due);
    }
  }
  // Somebody waited in vain for most of it: for half, or for 2 s.
  if (!waits.some((wait) => wait >= Math.min(2000, length / 2))) return [];
  if (length > 2000) return [['outage', from, to]];
  const beside = fresh.includes(from) || fresh.includes(to);
  return waits.length >= 2 && !beside ? [['interruption', from, to]] : [];
}
