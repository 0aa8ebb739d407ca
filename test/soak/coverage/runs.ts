import { OUTCOMES } from '../../../src/core/sample.ts';
import type { SampleBatch } from '../../../src/core/sample-batch.ts';
import type { SimulatedLink } from '../../support/simulated-links.ts';
import type { Measure, Run, Tally } from './measure.ts';

const OK = OUTCOMES.indexOf('ok') + 1;
const TIMEOUT = OUTCOMES.indexOf('timeout') + 1;
const SECOND_MS = 1000;
/** No two links share the chance of a run. */
const SEEDS_APART = 100;

/** Results by measure, link and hours. */
export type Tallies = Map<Measure, Map<SimulatedLink, Map<number, Tally>>>;

/** Simulates runs `from` up to `to` of each link, and asks each measure whether it holds in the first hours of each. */
export function judge(
  measures: readonly Measure[],
  from: number,
  to: number,
  tallies: Tallies = new Map(),
): Tallies {
  const hours = [...new Set(measures.flatMap((measure) => measure.hours))];
  const links = [...new Set(measures.flatMap(({ links }) => links))];
  for (const [index, link] of links.entries()) {
    const longest = Math.max(...measures.filter(({ links }) => links.includes(link)).flatMap((m) => m.hours));
    for (let seed = from; seed < to; seed++) {
      const responseMs = link.simulate(seed * SEEDS_APART + index, longest * 3600);
      for (const length of hours) {
        const asked = measures.filter((m) => m.links.includes(link) && m.hours.includes(length));
        if (asked.length === 0) continue;
        const run = runOf(link, length, responseMs.subarray(0, length * 3600));
        for (const measure of asked) count(tallyOf(tallies, measure, link, length), measure.holds(run));
      }
    }
  }
  return tallies;
}

function runOf(link: SimulatedLink, hours: number, responseMs: Float32Array<ArrayBuffer>): Run {
  const count = responseMs.length;
  const dueEpochMs = Float64Array.from({ length: count }, (_, i) => i * SECOND_MS);
  const outcome = Uint8Array.from(responseMs, (ms) => (ms < Number.POSITIVE_INFINITY ? OK : TIMEOUT));
  const measured = responseMs.map((ms) => (ms < Number.POSITIVE_INFINITY ? ms : Number.NaN));
  const batch: SampleBatch = {
    count,
    firstSeq: 0,
    dueEpochMs,
    dueMonoMs: dueEpochMs,
    lateMs: new Float32Array(count),
    outcome,
    words: [],
    numbers: { responseMs: measured },
  };
  return { link, hours, responseMs, batch };
}

function tallyOf(tallies: Tallies, measure: Measure, link: SimulatedLink, hours: number): Tally {
  const links = tallies.get(measure) ?? new Map<SimulatedLink, Map<number, Tally>>();
  tallies.set(measure, links);
  const lengths = links.get(link) ?? new Map<number, Tally>();
  links.set(link, lengths);
  const tally = lengths.get(hours) ?? { held: 0, failed: 0, silent: 0 };
  lengths.set(hours, tally);
  return tally;
}

function count(tally: Tally, held: boolean | undefined): void {
  if (held === undefined) tally.silent += 1;
  else if (held) tally.held += 1;
  else tally.failed += 1;
}
