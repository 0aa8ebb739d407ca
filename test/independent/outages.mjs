import { compare } from './findings.mjs';

/**
 * Seconds of each kind, summed up over the outages CSV.
 * @param {import('./csv.mjs').Row[]} outages
 * @returns {Record<string, { rows: number, seconds: number }>}
 */
export function outageSums(outages) {
  /** @type {Record<string, { rows: number, seconds: number }>} */
  const sums = {};
  for (const { kind = '', duration_s } of outages) {
    const { rows, seconds } = sums[kind] ?? { rows: 0, seconds: 0 };
    sums[kind] = { rows: rows + 1, seconds: seconds + Number(duration_s) };
  }
  return sums;
}

/**
 * Each row of the outages CSV against the samples: its duration is that of its two times, it is as
 * long as its kind has to be, and within a silence no answer came to any of its probes.
 * @param {import('./findings.mjs').Tables} tables
 * @returns {import('./findings.mjs').Checked}
 */
export function checkOutages({ samples, outages }) {
  const arrivals = samples
    .filter(({ outcome, response_ms }) => (outcome === 'ok' || outcome === 'late') && response_ms !== '')
    .map(({ probe, due_epoch_ms, response_ms }) => ({
      probe,
      at: Number(due_epoch_ms) + Number(response_ms),
    }));
  const findings = outages.flatMap((row) => {
    const where = `${row.kind} ${row.start_utc}`;
    const [start, end] = [Date.parse(row.start_utc ?? ''), Date.parse(row.end_utc ?? '')];
    const seconds = (end - start) / 1000;
    const found = [compare(`${where} duration_s`, row.duration_s ?? '', seconds)];
    if (row.kind === 'unmeasured') return found;
    const long = row.kind === 'outage' ? 'over 2 s' : '0.5 to 2 s';
    // Times are exported in whole milliseconds.
    const is = seconds > 2 ? 'over 2 s' : seconds >= 0.499 ? '0.5 to 2 s' : 'under 0.5 s';
    const edge = Math.abs(seconds - 2) < 0.002;
    found.push({ where: `${where} kind`, printed: long, again: is, agrees: long === is || edge });
    const names = row.probes?.split(';') ?? [];
    const inside = arrivals.filter(
      ({ probe = '', at }) => names.includes(probe) && at > start + 1 && at < end - 1,
    );
    const text = String(inside.length);
    found.push({ where: `${where} answers inside`, printed: '0', again: text, agrees: text === '0' });
    return found;
  });
  const known = ['campaign', 'site', 'start_utc', 'end_utc', 'duration_s', 'kind', 'cause', 'probes'];
  return { findings, unchecked: Object.keys(outages[0] ?? {}).filter((name) => !known.includes(name)) };
}
