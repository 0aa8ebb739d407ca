import { OUTCOMES } from '../../../src/core/sample.ts';
import type { SampleBatch } from '../../../src/core/sample-batch.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import type { Recording } from '../../support/traces.ts';

/** A whole minute. */
const START_MS = Date.UTC(2026, 10, 22, 12, 0, 0);

/** A recording as the batch of one probe; what was lost timed out. */
export function batchOf({ tS, rttMs }: Recording, startMs = START_MS): SampleBatch {
  const outcome = (rtt: number) => OUTCOMES.indexOf(Number.isNaN(rtt) ? 'timeout' : 'ok') + 1;
  const rtt = Float32Array.from(rttMs);
  return {
    count: tS.length,
    firstSeq: 0,
    dueEpochMs: Float64Array.from(tS, (s) => startMs + s * 1000),
    dueMonoMs: Float64Array.from(tS, (s) => s * 1000),
    lateMs: new Float32Array(tS.length),
    outcome: Uint8Array.from(rttMs, outcome),
    words: [],
    numbers: { rttMs: rtt, responseMs: rtt },
  };
}

/** What probes every second, moved by up to 0.4 s to either side, would have seen of a recording. */
export function sampledEachSecond({ tS, rttMs }: Recording, seed: number): Recording {
  const random = seededRandom(seed);
  const seen: Recording = { tS: [], rttMs: [] };
  const [first, last] = [tS[0] ?? 0, tS.at(-1) ?? 0];
  let at = 0;
  for (let n = 0; first + n + 1 <= last; n++) {
    const due = first + n + 0.5 + 0.4 * (2 * random() - 1);
    while ((tS[at] ?? last) < due) at += 1;
    // The logger stood still for seconds after each loss: nobody knows what a probe would have met there.
    const known = (tS[at] ?? last) - due < 0.3;
    seen.tS.push(due);
    seen.rttMs.push(known ? (rttMs[at] ?? Number.NaN) : Number.NaN);
  }
  return seen;
}

/**
 * Links: `slots` gets a new level every 15 s, at 3 s; the others have no rhythm of 15 s:
 * `random` resets at random times, every 15 s in the mean, `ar1` wanders without steps,
 * and `13 s`, `45 s` and so on have a new level every so many seconds: those of an odd number of
 * slots come round to every quarter of the minute.
 */
export const NULLS = ['random', 'ar1', '13 s', '45 s', '75 s', '105 s'] as const;
export type Rhythm = (typeof NULLS)[number] | 'slots' | 'minute' | '5 s' | '165 s';

interface Simulation {
  rhythm: Rhythm;
  seed: number;
  durationS: number;
  /** Between probes, which are moved by up to 0.4 of it to either side. */
  intervalS: number;
}

const STEP_S: Record<Rhythm, number> = {
  random: 15,
  ar1: Number.POSITIVE_INFINITY,
  '13 s': 13,
  '45 s': 45,
  '75 s': 75,
  '105 s': 105,
  '165 s': 165,
  slots: 15,
  minute: 60,
  '5 s': 5,
};
const LEVEL_SD_MS = 15;
const WANDER_SD_MS = 12;
const WANDER_S = 5;

/** Round trips over a simulated link, some 1 % of them lost and 2 % with a spike. */
export function simulate({ rhythm, seed, durationS, intervalS }: Simulation): Recording {
  const random = seededRandom(seed * 7919 + 17);
  for (let i = 0; i < 20; i++) random();
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const exponential = (mean: number) => -mean * Math.log(1 - random());
  const count = Math.floor(durationS / intervalS);
  const made: Recording = { tS: [], rttMs: [] };
  const memory = Math.exp(-intervalS / WANDER_S);
  let level = 45;
  let wander = 0;
  let next = rhythm === 'ar1' ? Number.POSITIVE_INFINITY : 3;
  for (let n = 0; n < count; n++) {
    const t = intervalS * (n + 0.5 + 0.4 * (2 * random() - 1));
    while (t >= next) {
      level = 30 + LEVEL_SD_MS * Math.abs(normal()) + (random() < 0.1 ? 30 * random() : 0);
      next += rhythm === 'random' ? exponential(STEP_S.random) : STEP_S[rhythm];
    }
    wander = memory * wander + Math.sqrt(1 - memory ** 2) * normal();
    const base = rhythm === 'ar1' ? 45 + WANDER_SD_MS * wander : level;
    const spike = random() < 0.02 ? exponential(20) : 0;
    made.tS.push(t);
    made.rttMs.push(random() < 0.01 ? Number.NaN : Math.max(5, base + 4 * normal() + spike));
  }
  return made;
}
