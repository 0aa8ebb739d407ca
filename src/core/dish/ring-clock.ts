import type { DishOutage } from './history-types.ts';

/** From this share of lost pings on a second of the ring counts as silent. */
const SILENT_SHARE = 0.5;
/** A second that is not known is not silent. */
export const isSilent = (rate: number | null) => rate !== null && rate >= SILENT_SHARE;
/** Fewer silent seconds may fall on an outage by chance. */
const FEWEST_SILENT = 5;
/** Of the silent seconds, so many have to fall on listed outages. */
const FITS = 0.8;
/** A second place that fits nearly as well leaves it open. */
const CLEARLY = 0.15;
/** Places this close together are one and the same. */
const SAME_S = 2;

/**
 * Finds when the ring ended, in epoch ms, from the outages of the same answer,
 * whose times are absolute: the one place, to the second, at which the ring's silent
 * seconds and the seconds of listed outages within the ring's span are the same
 * (the share of both in either, the Jaccard index). Nothing where no place fits, or
 * several do: with a single outage, say, of which the ring saw only a part. Seconds of which the
 * ring says nothing (null) speak for no place and against none.
 */
export function alignRing(
  dropRate: readonly (number | null)[],
  outages: readonly DishOutage[],
): number | undefined {
  const silent = dropRate.flatMap((rate, i) => (isSilent(rate) ? [i] : []));
  const unknown = dropRate.flatMap((rate, i) => (rate === null ? [i] : []));
  const n = dropRate.length;
  const latest = outages.reduce(
    (end, o) => Math.max(end, o.startEpochMs + o.durationMs),
    Number.NEGATIVE_INFINITY,
  );
  if (silent.length < FEWEST_SILENT || !Number.isFinite(latest)) return undefined;
  // Seconds from a ring before the latest outage to a ring after it.
  const zeroS = Math.floor(latest / 1000) - n;
  const before = secondsBefore(outages, zeroS, 2 * n + 1);
  const runs = runsOf(silent);
  const unknownRuns = runsOf(unknown);
  const fits: { endS: number; fit: number }[] = [];
  for (let end = n; end < 2 * n + 1; end++) {
    const between = (from: number, to: number) => (before[end - n + to] ?? 0) - (before[end - n + from] ?? 0);
    const sum = (spans: typeof runs) => spans.reduce((all, [from, to]) => all + between(from, to), 0);
    const both = sum(runs);
    const within = between(0, n) - sum(unknownRuns);
    fits.push({ endS: zeroS + end, fit: both / (silent.length + within - both) });
  }
  const best = fits.reduce((a, b) => (b.fit > a.fit ? b : a), { endS: 0, fit: 0 });
  const rival = fits
    .filter(({ endS }) => Math.abs(endS - best.endS) > SAME_S)
    .reduce((most, { fit }) => Math.max(most, fit), 0);
  return best.fit >= FITS && best.fit - rival >= CLEARLY ? best.endS * 1000 : undefined;
}

/** For each second from `zeroS` on, how many before it lie in listed outages. */
function secondsBefore(outages: readonly DishOutage[], zeroS: number, seconds: number): Int32Array {
  const edges = new Int32Array(seconds + 1);
  for (const { startEpochMs, durationMs } of outages) {
    const from = Math.max(0, Math.round(startEpochMs / 1000) - zeroS);
    const to = Math.min(seconds, Math.round((startEpochMs + durationMs) / 1000) - zeroS);
    if (from >= to) continue;
    edges[from] = (edges[from] ?? 0) + 1;
    edges[to] = (edges[to] ?? 0) - 1;
  }
  const before = new Int32Array(seconds + 1);
  let open = 0;
  for (let s = 0; s < seconds; s++) {
    open += edges[s] ?? 0;
    before[s + 1] = (before[s] ?? 0) + (open > 0 ? 1 : 0);
  }
  return before;
}

/** Neighbouring seconds as spans, the end not included. */
function runsOf(seconds: readonly number[]): [from: number, to: number][] {
  const runs: [number, number][] = [];
  for (const s of seconds) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === s) last[1] = s + 1;
    else runs.push([s, s + 1]);
  }
  return runs;
}
