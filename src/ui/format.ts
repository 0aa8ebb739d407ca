/** Shown where a number was not measured. */
export const EMPTY = '—';

const grouped = [0, 1, 2].map(
  (digits) =>
    new Intl.NumberFormat('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits }),
);

function fixed(value: number, digits: 0 | 1 | 2): string {
  return grouped[digits]?.format(value) ?? String(value);
}

/**
 * A number of milliseconds without its unit: two decimals under 10, one under
 * 100, none above, `< 0.01` rather than a false zero. `∞` for an answer that never came, a dash for no number.
 */
export function formatMs(ms: number | undefined): string {
  if (ms === undefined || Number.isNaN(ms)) return EMPTY;
  if (!Number.isFinite(ms)) return '∞';
  const size = Math.abs(ms);
  if (size < 0.005) return ms === 0 ? '0' : '< 0.01';
  // The limits lie where rounding would show one digit more, so 9.996 reads 10.0.
  return fixed(ms, size < 9.995 ? 2 : size < 99.95 ? 1 : 0);
}

/** A whole number with thousands apart: `86,400`. */
export function formatCount(value: number): string {
  return fixed(Math.round(value), 0);
}

/** A share from 0 to 1 as `0.4 %`. Never rounds a loss to nothing, nor a gap to 100 %. */
export function formatShare(share: number | undefined): string {
  if (share === undefined || Number.isNaN(share)) return EMPTY;
  if (share === 0 || share === 1) return `${share * 100} %`;
  const percent = share * 100;
  if (percent < 0.01) return '< 0.01 %';
  if (percent > 99.99) return '> 99.99 %';
  return `${fixed(percent, percent < 1 || percent > 99 ? 2 : 1)} %`;
}

/** A share beside the target that it is held against: with more digits where the usual ones would show both alike. */
export function formatShareBeside(share: number | undefined, target: number): string {
  const usual = formatShare(share);
  const wanted = Number(percentText(target));
  if (share === undefined || share === target || Number.parseFloat(usual) !== wanted) return usual;
  const digits = [2, 3, 4, 5].find((more) => Number((share * 100).toFixed(more)) !== wanted);
  return digits === undefined ? usual : `${(share * 100).toFixed(digits)} %`;
}

/** `95`, `99.9`: a share in per cent without a rounding error. */
export const percentText = (share: number) => String(Number((share * 100).toPrecision(12)));

/** Seconds as `42 s`, `12 min 04 s`, `3 h 05 min` or `2 d 4 h`. */
export function formatDuration(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  const pad = (value: number) => String(value).padStart(2, '0');
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${pad(s % 60)} s`;
  if (s < 86_400) return `${Math.floor(s / 3600)} h ${pad(Math.floor((s % 3600) / 60))} min`;
  return `${Math.floor(s / 86_400)} d ${Math.floor((s % 86_400) / 3600)} h`;
}

/** A duration that is an estimate or an average, in one unit: `40 s`, `31 min`, `5.2 h`, `12 d`. */
export function formatAbout(seconds: number): string {
  if (seconds < 100) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  const [size, unit] = seconds < 172_800 ? [3600, 'h'] : [86_400, 'd'];
  return `${fixed(seconds / size, seconds / size < 10 ? 1 : 0).replace(/\.0$/, '')} ${unit}`;
}

/** A planned duration without empty parts: `1 h`, `90 s`, `2 d`. */
export function formatSpan(seconds: number): string {
  for (const [size, unit] of [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
  ] as const) {
    if (seconds >= size && seconds % size === 0) return `${formatCount(seconds / size)} ${unit}`;
  }
  return formatDuration(seconds);
}

/** The length of an interval in seconds, as precise as it is short: `0.62 s`, `4.2 s`, `75 s`. */
export function formatSeconds(seconds: number): string {
  if (seconds >= 120) return formatDuration(seconds);
  return `${fixed(seconds, seconds === 0 ? 0 : seconds < 1 ? 2 : seconds < 10 ? 1 : 0)} s`;
}

/** Bytes in decimal units, as a plan's data budget counts: `42 kB`, `4.20 MB`, `1.23 GB`. */
export function formatBytes(bytes: number): string {
  const mega = bytes / 1e6;
  if (mega < 0.9995) return `${fixed(Math.ceil(bytes / 1000), 0)} kB`;
  if (mega >= 1000) return `${fixed(mega / 1000, mega < 9995 ? 2 : 1)} GB`;
  return `${fixed(mega, mega < 9.995 ? 2 : mega < 99.95 ? 1 : 0)} MB`;
}

/** `1 probe`, `3 probes`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
