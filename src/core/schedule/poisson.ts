import { uniformAt } from './random.ts';

/** Sums are kept at each of these places, so that any due time is found again in a few steps. */
const EVERY = 256;

/**
 * Due times of a Poisson process with a mean gap of `meanMs`: the gaps are
 * independent and exponential, drawn by inversion, -ln(1 - u) times the mean
 * (Devroye, Non-Uniform Random Variate Generation, II.2). Requests of many
 * independent users arrive so: now and then several at once, which a grid with
 * jitter never shows. The first gap lies before due time 0. Times in ms.
 */
export function poissonDueTimes(meanMs: number, seed: number, stream: number): (seq: number) => number {
  const gapMs = (seq: number) => -Math.log(1 - uniformAt(seed, stream, seq)) * meanMs;
  const sumsMs = [gapMs(0)];
  let known = { seq: 0, dueMs: gapMs(0) };
  return (seq) => {
    while (sumsMs.length <= Math.floor(seq / EVERY)) {
      const from = (sumsMs.length - 1) * EVERY;
      let dueMs = sumsMs.at(-1) ?? 0;
      for (let next = from + 1; next <= from + EVERY; next += 1) dueMs += gapMs(next);
      sumsMs.push(dueMs);
    }
    const place = Math.floor(seq / EVERY);
    const near = known.seq <= seq && Math.floor(known.seq / EVERY) === place;
    let { seq: at, dueMs } = near ? known : { seq: place * EVERY, dueMs: sumsMs[place] ?? 0 };
    while (at < seq) {
      at += 1;
      dueMs += gapMs(at);
    }
    known = { seq, dueMs };
    return dueMs;
  };
}
