/** UTC, or the zone that this computer is set to. */
export type Zone = 'utc' | 'local';

const pad = (value: number, width = 2) => String(value).padStart(width, '0');

/** The IANA name of the zone that this computer is set to. */
export const localZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The name that stands beside a time: `UTC` or `local time, Europe/Berlin`. */
export function zoneName(zone: Zone): string {
  return zone === 'utc' ? 'UTC' : `local time, ${localZone()}`;
}

function parts(epochMs: number, zone: Zone): { date: string; clock: string } {
  const utc = new Date(epochMs);
  const at = zone === 'utc' ? utc : new Date(epochMs - utc.getTimezoneOffset() * 60_000);
  return {
    date: `${at.getUTCFullYear()}-${pad(at.getUTCMonth() + 1)}-${pad(at.getUTCDate())}`,
    clock: `${pad(at.getUTCHours())}:${pad(at.getUTCMinutes())}:${pad(at.getUTCSeconds())}`,
  };
}

/** `14:03:20`, zone to be named beside it. */
export function clockText(epochMs: number, zone: Zone): string {
  return parts(epochMs, zone).clock;
}

/** `2026-11-22`, zone to be named beside it. */
export function dateText(epochMs: number, zone: Zone): string {
  return parts(epochMs, zone).date;
}

/** `2026-11-22 14:03:20`, zone to be named beside it (a column head, for example). */
export function instantText(epochMs: number, zone: Zone): string {
  const { date, clock } = parts(epochMs, zone);
  return `${date} ${clock}`;
}

/** `2026-11-22 14:03 UTC (15:03 local time, Europe/Berlin)`. */
export function bothTimes(epochMs: number): string {
  const utc = instantText(epochMs, 'utc').slice(0, 16);
  const local = instantText(epochMs, 'local').slice(0, 16);
  const shown = local.slice(0, 10) === utc.slice(0, 10) ? local.slice(11) : local;
  return `${utc} UTC (${shown} ${zoneName('local')})`;
}
