/** Which part of a campaign is looked at. All of it where nothing is set. */
export interface TimeFilter {
  /** First and last local date, both looked at: `2026-11-22`. */
  fromDate?: string | undefined;
  toDate?: string | undefined;
  /** Local minutes after midnight, `toMin` itself not looked at. Where it is at or before `fromMin`, the time wraps midnight; where they are equal, that is the whole day. */
  fromMin?: number | undefined;
  toMin?: number | undefined;
  /** IANA name of the zone whose dates and hours these are. */
  zone: string;
}

export const DAY_MIN = 1440;

/** A filter as four short texts: dates as `2026-11-22`, times of day as `18:00`; empty where nothing is set. */
export interface FilterTexts {
  from: string;
  to: string;
  after: string;
  before: string;
}

export const NO_FILTER: FilterTexts = { from: '', to: '', after: '', before: '' };

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** Reads texts from a form or an address; what is no date or time of day is left out. Nothing where nothing is set. Never throws. */
export function readFilter({ from, to, after, before }: FilterTexts, zone: string): TimeFilter | undefined {
  const filter: TimeFilter = {
    fromDate: dateOf(from),
    toDate: dateOf(to),
    fromMin: minutesOf(after),
    toMin: minutesOf(before),
    zone,
  };
  const { fromDate, toDate, fromMin, toMin } = filter;
  return [fromDate, toDate, fromMin, toMin].every((part) => part === undefined) ? undefined : filter;
}

/** What is wrong with a filter, as a sentence; nothing where it can be used. */
export function filterProblem({ from, to, after, before }: FilterTexts): string | undefined {
  if (from !== '' && dateOf(from) === undefined) return 'The first day is not a date that there is.';
  if (to !== '' && dateOf(to) === undefined) return 'The last day is not a date that there is.';
  if (after !== '' && minutesOf(after) === undefined)
    return 'The first hour is not a time of day such as 18:00.';
  if (before !== '' && minutesOf(before) === undefined)
    return 'The last hour is not a time of day such as 21:00.';
  if (from !== '' && to !== '' && to < from) return 'The last day lies before the first one.';
  return undefined;
}

/** What exports and the report call it: `2026-11-22 to 2026-11-24, 18:00 to 21:00 Europe/Berlin`. */
export function filterLabel({ fromDate, toDate, fromMin, toMin, zone }: TimeFilter): string {
  const days =
    fromDate === toDate
      ? fromDate
      : fromDate === undefined
        ? `until ${toDate}`
        : toDate === undefined
          ? `from ${fromDate}`
          : `${fromDate} to ${toDate}`;
  const hours =
    fromMin === undefined && toMin === undefined
      ? undefined
      : `${timeText(fromMin ?? 0)} to ${timeText(toMin ?? DAY_MIN)}`;
  return `${[days, hours].filter((part) => part !== undefined).join(', ')} ${zone}`;
}

/** `18:00`; the end of the day is `24:00`. */
function timeText(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function dateOf(text: string): string | undefined {
  if (!DATE.test(text)) return undefined;
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year >= 1970 ? text : undefined;
}

function minutesOf(text: string): number | undefined {
  const [, hours, minutes] = TIME.exec(text) ?? [];
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes);
}
