import { slotSamples, slotTest } from '../../src/core/link/slot-test.ts';
import { batchOf, NULLS, type Rhythm, sampledEachSecond, simulate } from '../core/link/rhythms.ts';
import { readRecording } from '../support/traces.ts';

/**
 * The slot test raises a false alarm in at most 1 % of simulated links without a rhythm of 15 s,
 * and finds one that is there.
 */
export const unit = 'runs of each link and length';
export const shortAmount = 20;

/** Seconds of measuring, and between probes. */
const LENGTHS = [
  [9400, 1],
  [1800, 1],
  [600, 0.5],
] as const;

const MOST_ALARMS = 0.01;
/** A short turn of 20 runs may not fail by one alarm that is within the promise. */
const ALLOWED = (runs: number) => Math.max(1, Math.floor(MOST_ALARMS * runs));

export async function soak(runs = 500, tell: (line: string) => void): Promise<void> {
  const broken: string[] = [];
  for (const [durationS, intervalS] of LENGTHS) {
    const counts = ([...NULLS, '165 s', 'slots'] as const).map((rhythm) => {
      const found = count(rhythm, runs, durationS, intervalS);
      if (rhythm !== 'slots' && found.rule > ALLOWED(runs))
        broken.push(`${found.rule} of ${runs} false alarms (${rhythm}, ${durationS} s)`);
      return `${rhythm} ${found.rule} (${found.above}, ${found.above5})`;
    });
    tell(`${durationS} s, a probe each ${intervalS} s, of ${runs} runs: ${counts.join(', ')}`);
  }
  tell('in brackets: z above every wrong period, and over 5 as well, which alone is not the rule');
  const seattle = readRecording('mmsys24_seattle_gw_ping');
  if (seattle === undefined) tell('Seattle left out: the recordings do not lie beside the project');
  else {
    const found = Array.from({ length: runs }, (_, i) =>
      slotTest(slotSamples([batchOf(sampledEachSecond(seattle, i + 1))])),
    );
    const established = found.filter(({ status }) => status === 'established').length;
    tell(`Seattle, sampled each second +-0.4 s: established in ${established} of ${runs}`);
    if (established < 0.95 * runs) broken.push(`Seattle established in ${established} of ${runs} only`);
  }
  if (broken.length > 0) throw new Error(broken.join('; '));
}

function count(rhythm: Rhythm, runs: number, durationS: number, intervalS: number) {
  const found = { rule: 0, above: 0, above5: 0 };
  for (let seed = 1; seed <= runs; seed++) {
    const {
      status,
      z = 0,
      nullZ = 0,
    } = slotTest(slotSamples([batchOf(simulate({ rhythm, seed, durationS, intervalS }))]));
    if (status === 'established') found.rule += 1;
    if (z > nullZ) found.above += 1;
    if (z > nullZ && z > 5) found.above5 += 1;
  }
  return found;
}
