/** The local hour of an instant, and its date. */
export interface LocalHour {
  /** `2026-11-22`. */
  date: string;
  /** 0 to 23. */
  hour: number;
}

/** Zones shift by whole quarters of an hour. */
const QUARTER_MS = 900_000;

/** 18 to 21 h local: when the operator's own figures are taken. */
export function isPeak(hour: number): boolean {
  return hour >= 18 && hour < 21;
}

/** Reads the clock of a zone (an IANA name), each quarter of an hour once. */
export function localHours(zone: string): (epochMs: number) => LocalHour {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
  });
  const known = new Map<number, LocalHour>();
  return (epochMs) => {
    const quarter = Math.floor(epochMs / QUARTER_MS);
    const found = known.get(quarter);
    if (found !== undefined) return found;
    const parts = new Map(format.formatToParts(quarter * QUARTER_MS).map(({ type, value }) => [type, value]));
    const read: LocalHour = {
      date: `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`,
      hour: Number(parts.get('hour')),
    };
    known.set(quarter, read);
    return read;
  };
}
