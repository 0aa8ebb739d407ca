import { seededRandom } from './seeded-random.ts';

/** A second at which a slot begins. */
export const RECORDING_T0_S = 1_790_000_007;

/** What is hidden in the recording, in seconds since its start. */
export const RECORDING_TRUTH = {
  lengthS: 1800,
  stepS: 0.2,
  /** Every probe is lost. */
  blackouts: [
    [200.1, 212.4],
    [700.3, 704.5],
    [1500.2, 1503.5],
  ],
  /** No rows. */
  gap: [1100, 1190],
} as const;

const SLOT_S = 15;

/**
 * A recording of half an hour: a level that changes with each slot, a heavy tail,
 * single losses, blackouts and a gap. The same seed gives the same text.
 */
export function syntheticRecording(seed = 20_261_124): string {
  const random = seededRandom(seed);
  const { lengthS, stepS, blackouts, gap } = RECORDING_TRUTH;
  const levels = Array.from({ length: lengthS / SLOT_S }, () => 28 + 30 * random());
  const lines = ['# made for a test', 't_s,rtt_ms'];
  for (let i = 0; i * stepS < lengthS; i++) {
    const t = i * stepS + 0.02 * random();
    const bulk = (levels[Math.floor(t / SLOT_S)] ?? 40) + 12 * random() ** 3;
    const rtt = random() < 0.01 ? bulk + 20 / random() ** 0.7 : bulk;
    const lost = random() < 0.004 || blackouts.some(([from, to]) => t >= from && t < to);
    if (t >= gap[0] && t < gap[1]) continue;
    lines.push(`${(RECORDING_T0_S + t).toFixed(3)},${lost ? '' : Math.min(rtt, 900).toFixed(2)}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Four days, a probe each five minutes, in which evenings (18 to 21 h UTC) are slower by 9 ms. */
export function daysOfRecording(seed = 4): string {
  const random = seededRandom(seed);
  const lines = ['t_s,rtt_ms'];
  // From a UTC midnight.
  for (let t = 0; t < 4 * 86_400; t += 300) {
    const hour = Math.floor(t / 3600) % 24;
    const more = hour >= 18 && hour < 21 ? 9 : 0;
    lines.push(`${1_790_035_200 + t},${(30 + more + 15 * random() ** 2).toFixed(2)}`);
  }
  return `${lines.join('\n')}\n`;
}
