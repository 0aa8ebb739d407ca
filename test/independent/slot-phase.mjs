import { generator } from './random.mjs';
import { centreOf, PHASES, peakOf, SLOT_MS, STRETCHES } from './slots.mjs';

/** @typedef {import('./slots.mjs').Step} Step */

/** How seldom a right figure may be called wrong. */
const RARE = 1e-4;

/**
 * The ends of the phase's interval: the 5th and the 196th of 200 bootstrap draws of the stretches, each
 * as the range in which it lies but for one case in 10,000. The draws made here (with other
 * random numbers, and more of them) stand for their distribution; which share of it lies below the
 * 5th of 200 is told by the binomial distribution.
 * @param {Step[]} steps
 */
export function phaseEnds(steps) {
  const byStretch = Array.from({ length: STRETCHES }, (_, i) =>
    tableOf(steps.filter((s) => s.stretch === i)),
  );
  const whole = excessFrom(byStretch);
  const centre = centreOf(whole);
  const random = generator(4711);
  const turns = Float64Array.from({ length: 4000 }, () => {
    const drawn = byStretch.map(() => byStretch[Math.floor(random() * STRETCHES)] ?? []);
    return ((centreOf(excessFrom(drawn)) - centre + 1.5 * PHASES) % PHASES) - PHASES / 2;
  }).sort();
  const { at, height } = peakOf(whole);
  const flat = (/** @type {number} */ step) => {
    let turn = 1;
    const level = (/** @type {number} */ i) => whole[(at + i * step + PHASES) % PHASES] ?? Number.NaN;
    while (turn < PHASES && Math.abs(level(turn) - level(0)) < 1e-6 * height) turn += 1;
    return turn - 0.5;
  };
  // As it is printed: from 0 to 15 s, and the ends with it.
  const round = centre < 0 ? PHASES : centre >= PHASES ? -PHASES : 0;
  const [from, to] = [at - flat(-1), at + flat(1)];
  /** @param {number} share */
  const turnAt = (share) => turns[Math.min(turns.length - 1, Math.floor(share * turns.length))] ?? 0;
  const [least, most] = [shareBelow(5, 200, RARE), shareBelow(5, 200, 1 - RARE)];
  return {
    low: [turnAt(least), turnAt(most)].map((turn) => (round + Math.min(from, centre, centre + turn)) / 10),
    high: [turnAt(1 - most), turnAt(1 - least)].map(
      (turn) => (round + Math.max(to, centre, centre + turn)) / 10,
    ),
  };
}

/**
 * For each phase the sum and the number of the steps across it, and those of all steps at the end.
 * @param {Step[]} steps
 */
function tableOf(steps) {
  const place = (/** @type {number} */ atMs) => Math.floor((atMs * PHASES) / SLOT_MS);
  const table = Array.from({ length: PHASES + 1 }, () => [0, 0]);
  /** @param {number} i @param {number} size */
  const add = (i, size) => {
    const cell = table[i] ?? [];
    cell[0] = (cell[0] ?? 0) + size;
    cell[1] = (cell[1] ?? 0) + 1;
  };
  for (const { fromMs, toMs, size } of steps) {
    for (let i = place(fromMs) + 1; i <= place(toMs); i++) add(i % PHASES, size);
    add(PHASES, size);
  }
  return table;
}

/** @param {number[][][]} tables */
function excessFrom(tables) {
  /** @param {number} phase @param {number} what */
  const sum = (phase, what) => tables.reduce((all, table) => all + (table[phase]?.[what] ?? 0), 0);
  const [all, allN] = [sum(PHASES, 0), sum(PHASES, 1)];
  return Array.from({ length: PHASES }, (_, phase) => {
    const [across, acrossN] = [sum(phase, 0), sum(phase, 1)];
    if (acrossN === 0 || acrossN === allN) return Number.NaN;
    return across / acrossN - (all - across) / (allN - acrossN);
  });
}

/**
 * The share `u` below which the `r`-th least of `n` draws lies with this chance: P(Bin(n, u) >= r) = chance.
 * @param {number} r
 * @param {number} n
 * @param {number} chance
 */
function shareBelow(r, n, chance) {
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const u = (low + high) / 2;
    let [term, fewer] = [(1 - u) ** n, 0];
    for (let k = 0; k < r; k++) {
      fewer += term;
      term *= ((n - k) / (k + 1)) * (u / (1 - u));
    }
    if (1 - fewer < chance) low = u;
    else high = u;
  }
  return low;
}
