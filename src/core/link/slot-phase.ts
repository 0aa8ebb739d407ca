import { uniformAt } from '../schedule/random.ts';
import { PHASES, SlotFold } from './slot-fold.ts';
import { peakOf, turnFrom } from './slot-peak.ts';

const SLOT_S = 15;
const RESAMPLES = 200;
/** Parts of the campaign that are drawn anew share this seed, so that the same record gives the same interval. */
const SEED = 15;
/** Half the width of the peak that is looked at. */
const REACH = PHASES / 10;

/**
 * The phase of the boundary in s after :00, :15, :30 and :45, with a 95 %
 * interval: the centre of the upper half of the peak, and the 2.5 and 97.5 %
 * quantiles of the same over 200 bootstrap draws of the parts of the campaign
 * (`parts`, folds of 15 s, each a contiguous stretch of it). Where probes always
 * fall on the same phases no draw can tell within them: the interval holds
 * the flat top of the peak, and the centre always.
 */
export function phaseOf(parts: readonly SlotFold[]): { s: number; lowS: number; highS: number } {
  const whole = new SlotFold(SLOT_S * 1000);
  for (const part of parts) whole.addFold(part);
  const excess = whole.excess();
  const centre = centreOf(excess);
  const turns = Array.from({ length: RESAMPLES }, (_, draw) => {
    const sum = new SlotFold(SLOT_S * 1000);
    for (let i = 0; i < parts.length; i++) {
      const part = parts[Math.floor(uniformAt(SEED, draw, i) * parts.length)];
      if (part !== undefined) sum.addFold(part);
    }
    return turnFrom(centre, centreOf(sum.excess()), PHASES);
  }).sort((a, b) => a - b);
  const flat = flatTop(excess);
  const seconds = (phases: number) => (phases * SLOT_S) / PHASES;
  const tail = RESAMPLES / 40;
  const s = (seconds(centre) + SLOT_S) % SLOT_S;
  // The peak may reach over the turn of the slot: its ends go with it.
  const round = Math.round((s - seconds(centre)) / SLOT_S) * PHASES;
  return {
    s,
    lowS: seconds(round + Math.min(flat.low, centre + Math.min(0, turns[tail - 1] ?? 0))),
    highS: seconds(round + Math.max(flat.high, centre + Math.max(0, turns[RESAMPLES - tail] ?? 0))),
  };
}

/** Centre of gravity of what rises above half of the peak's height, in phases. */
function centreOf(excess: Float64Array): number {
  const peak = peakOf(excess);
  if (peak === undefined) return Number.NaN;
  const half = (excess[peak.index] ?? 0) - peak.height / 2;
  let weight = 0;
  let moment = 0;
  for (let turn = -REACH; turn <= REACH; turn++) {
    const above = (excess[(peak.index + turn + PHASES) % PHASES] ?? Number.NaN) - half;
    if (!(above > 0)) continue;
    weight += above;
    moment += above * turn;
  }
  return peak.index + moment / weight;
}

/** From where to where the phases around the highest have the same excess, but for rounding. */
function flatTop(excess: Float64Array): { low: number; high: number } {
  const top = peakOf(excess);
  if (top === undefined) return { low: Number.NaN, high: Number.NaN };
  const { index, height } = top;
  const value = excess[index] ?? 0;
  const same = (turn: number) =>
    Math.abs((excess[(index + turn + PHASES) % PHASES] ?? 0) - value) < 1e-6 * height;
  let [before, behind] = [0, 0];
  while (behind < PHASES - 1 && same(behind + 1)) behind += 1;
  while (before + behind < PHASES - 1 && same(-before - 1)) before += 1;
  return { low: index - before - 0.5, high: index + behind + 0.5 };
}
