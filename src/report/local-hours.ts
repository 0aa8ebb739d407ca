import { aheadIn } from './filter/zone-offsets.ts';

/** The local hour of an instant, and its date. */
export interface LocalHour {
  /** `2026-11-22`. */
  date: string;
  /** 0 to 23. */
  hour: number;
}

/** Zones shift by whole quarters of an hour. */
export const QUARTER_MS = 900_000;
const HOUR_MS = 4 * QUARTER_MS;
const DAY_MS = 24 * HOUR_MS;

/** 18 to 21 h local: when the operator's own figures are taken. */
export function isPeak(hour: number): boolean {
  return hour >= 18 && hour < 21;
}

/** Reads the clock of a zone (an IANA name): once a day, and each quarter of an hour on a day on which it is put forward or back. */
export function localHours(zone: string): (epochMs: number) => LocalHour {
  const aheadAt = remembered(aheadIn(zone));
  const hourAt = remembered((epochMs): LocalHour => {
    const local = new Date(epochMs);
    return { date: local.toISOString().slice(0, 10), hour: local.getUTCHours() };
  });
  return (epochMs) => {
    const day = Math.floor(epochMs / DAY_MS) * DAY_MS;
    const quarter = Math.floor(epochMs / QUARTER_MS) * QUARTER_MS;
    const ahead = aheadAt(day);
    const local = quarter + (ahead === aheadAt(day + DAY_MS) ? ahead : aheadAt(quarter));
    return hourAt(Math.floor(local / HOUR_MS) * HOUR_MS);
  };
}

function remembered<T>(read: (epochMs: number) => T): (epochMs: number) => T {
  const known = new Map<number, T>();
  return (epochMs) => {
    const found = known.get(epochMs) ?? read(epochMs);
    known.set(epochMs, found);
    return found;
  };
}
