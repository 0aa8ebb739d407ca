import { formatAbout, formatCount, formatMs } from './format.ts';

/** An interval as it stands under a value, as it is read out, and what it means. */
export interface IntervalWords {
  text: string;
  spoken: string;
  title: string;
}

const MEANING = '95 % interval: in 95 of 100 such measurements it holds the true value.';
const FAR_MEANING =
  '95 % interval. So far out its upper end is a little low: in simulations up to 8 of 100 true values lay above it (docs/statistics.md).';
const ONE_END = 'The other end would take a longer measurement: too few minutes tell of it.';
const NONE =
  'No interval: it takes at least 8 minutes, with samples beyond the percentile in several of them.';

/** The 95 % interval of a percentile in ms. An end that the data cannot support is left open. `isFar`: of p99 or beyond. */
export function intervalWords(
  low: number | undefined,
  high: number | undefined,
  isFar = false,
): IntervalWords {
  const meaning = isFar ? FAR_MEANING : MEANING;
  const oneEnd = `${meaning} ${ONE_END}`;
  if (low === undefined && high === undefined)
    return { text: 'no interval', spoken: 'no interval', title: NONE };
  if (high === undefined)
    return { text: `${formatMs(low)} or more`, spoken: `at least ${formatMs(low)}`, title: oneEnd };
  if (low === undefined)
    return { text: `${formatMs(high)} or less`, spoken: `at most ${formatMs(high)}`, title: oneEnd };
  const [from, to] = [formatMs(low), formatMs(high)];
  return { text: `${from}–${to}`, spoken: `95 % interval from ${from} to ${to}`, title: meaning };
}

/** What a percentile still takes that `n` samples in `observedS` seconds do not support. */
export function missingWords(
  missing: number,
  n: number,
  observedS: number,
): { lines: string[]; why: string } {
  const more = `${formatCount(missing)} more`;
  const why = 'Fewer than 5 samples lie beyond this percentile.';
  if (missing <= 0) return { lines: [], why };
  if (n === 0 || observedS <= 0) return { lines: [more], why: `${why} It takes ${more} samples.` };
  const time = formatAbout((missing * observedS) / n);
  return { lines: [more, `in ${time}`], why: `${why} It takes ${more} samples, at this rate ${time}.` };
}
