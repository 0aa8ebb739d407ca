import { availability, type ObservedOutage } from '../../../src/core/link/availability.ts';
import { seededRandom } from '../../support/seeded-random.ts';

/** How often an interval held the truth, on one simulated link observed for so long. */
export interface CoverageRow {
  link: string;
  hours: number;
  measure: string;
  coverage: number;
}

const HOUR_S = 3600;

interface Durations {
  draw: (random: () => number) => number;
  meanS: number;
}

/** Seconds at shares of the durations: p50, p90 and p99 of a badly placed dish, and a longest one. */
const MEASURED = [
  [0, 2],
  [0.5, 4],
  [0.9, 14.2],
  [0.99, 25.6],
  [1, 60],
] as const;

const normal = (random: () => number) =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

const measured: Durations = {
  draw: (random) => {
    const share = random();
    const upper = MEASURED.findIndex(([at]) => at > share);
    const [from = 0, low = 0] = MEASURED[upper - 1] ?? [];
    const [to = 1, high = 0] = MEASURED[upper] ?? [];
    return low * (high / low) ** ((share - from) / (to - from));
  },
  // The mean of low * (high / low) ** u for u even in [0, 1) is (high - low) / ln(high / low).
  meanS: MEASURED.slice(1).reduce((sum, [to, high], i) => {
    const [from = 0, low = 0] = MEASURED[i] ?? [];
    return sum + ((to - from) * (high - low)) / Math.log(high / low);
  }, 0),
};
const SIGMA = 0.989;
const lognormal: Durations = {
  draw: (random) => 4 * Math.exp(SIGMA * normal(random)),
  meanS: 4 * Math.exp(SIGMA ** 2 / 2),
};
const exponential: Durations = { draw: (random) => -5.77 * Math.log(1 - random()), meanS: 5.77 };

interface Link {
  name: string;
  perHour: number;
  durations: Durations;
  /** Outages of one burst, on average; 1 for none. */
  burst: number;
  /** Coverage that the method has to reach at these hours. */
  wanted?: Record<number, readonly [low: number, high: number]>;
}

const WANTED = { 1: [0.92, 1], 6: [0.92, 0.98], 24: [0.92, 0.98] } as const;

const LINKS: readonly Link[] = [
  { name: 'an outage an hour, as measured', perHour: 1, durations: measured, burst: 1, wanted: WANTED },
  { name: 'an outage an hour, lognormal', perHour: 1, durations: lognormal, burst: 1, wanted: WANTED },
  { name: 'an outage an hour, exponential', perHour: 1, durations: exponential, burst: 1, wanted: WANTED },
  { name: 'an outage in 3 minutes, as measured', perHour: 20, durations: measured, burst: 1, wanted: WANTED },
  { name: 'an outage in 5 hours, as measured', perHour: 0.2, durations: measured, burst: 1 },
  { name: 'an outage an hour, in bursts of 4', perHour: 1, durations: measured, burst: 4 },
];
const HOURS = [1, 6, 24] as const;

/** Outages that come at random, alone or spread at random over the ten minutes of a burst. */
function simulate(
  { perHour, durations, burst }: Link,
  hours: number,
  random: () => number,
): ObservedOutage[] {
  const outages: ObservedOutage[] = [];
  const lengthS = hours * HOUR_S;
  const spreadS = burst > 1 ? 600 : 0;
  const more = 1 - 1 / burst;
  let atS = -spreadS;
  for (;;) {
    atS -= (Math.log(1 - random()) * HOUR_S * burst) / perHour;
    if (atS > lengthS) return outages;
    do {
      const startS = atS + spreadS * random();
      if (startS >= 0 && startS < lengthS) outages.push({ atS: startS, durationS: durations.draw(random) });
    } while (random() < more);
  }
}

/**
 * How often the 95 % interval of availability holds the truth, the share of time
 * that such a link is up in the long run. A plain Wald interval stands beside it,
 * and the share of runs without an outage, where the bound rests on an assumption.
 *
 * @throws Error where a coverage lies outside of what is wanted, more than three
 *   standard errors of the simulation away.
 */
export function availabilityCoverage(runs: number): CoverageRow[] {
  const rows: CoverageRow[] = [];
  for (const [at, link] of LINKS.entries()) {
    for (const hours of HOURS) {
      const random = seededRandom(1 + at * 100 + hours);
      const truth = 1 - (link.perHour * link.durations.meanS) / HOUR_S;
      const held = { interval: 0, wald: 0, none: 0 };
      for (let run = 0; run < runs; run++) {
        const outages = simulate(link, hours, random);
        const { share = 1, low = 0, high = 1 } = availability(outages, hours * HOUR_S);
        const wald = (1.96 * Math.hypot(...outages.map(({ durationS }) => durationS))) / (hours * HOUR_S);
        held.interval += Number(low <= truth && truth <= high);
        held.wald += Number(Math.abs(share - truth) <= wald);
        held.none += Number(outages.length === 0);
      }
      const row = (measure: string, count: number) =>
        rows.push({ link: link.name, hours, measure, coverage: count / runs });
      row('availability', held.interval);
      row('availability, plain Wald', held.wald);
      row('runs without an outage', held.none);
      check(link, hours, held.interval / runs, runs);
    }
  }
  return rows;
}

function check({ name, wanted }: Link, hours: number, coverage: number, runs: number): void {
  const [low, high] = wanted?.[hours] ?? [0, 1];
  const error = (share: number) => 3 * Math.sqrt((share * (1 - share)) / runs);
  if (coverage >= low - error(low) && coverage <= high + error(high)) return;
  throw new Error(`Availability on "${name}" at ${hours} h covers ${coverage}, not ${low} to ${high}.`);
}
