import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { seededRandom } from '../support/seeded-random.ts';

const T0_S = 1_780_000_000;
const STEP_S = 0.2;
const SLOT_S = 15;
const LINES_A_PIECE = 10_000;

/** Writes a recording of so many round trips. */
export async function writeRecording(file: string, samples: number): Promise<void> {
  await pipeline(recording(samples), createWriteStream(file));
}

/** A level that changes with each slot, a heavy tail, single losses, and a blackout of ten seconds in each two hours. */
function* recording(samples: number): Generator<string> {
  const random = seededRandom(7);
  let lines = ['t_s,rtt_ms'];
  let level = 40;
  for (let i = 0; i < samples; i += 1) {
    const t = i * STEP_S + 0.02 * random();
    if (i % (SLOT_S / STEP_S) === 0) level = 28 + 30 * random();
    const lost = random() < 0.004 || t % 7200 < 10;
    const rtt = level + 12 * random() ** 3 + (random() < 0.01 ? 20 / random() ** 0.7 : 0);
    lines.push(`${(T0_S + t).toFixed(3)},${lost ? '' : Math.min(rtt, 900).toFixed(2)}`);
    if (lines.length < LINES_A_PIECE && i < samples - 1) continue;
    yield `${lines.join('\n')}\n`;
    lines = [];
  }
}
