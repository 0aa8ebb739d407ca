import { RECORDING_T0_S, RECORDING_TRUTH } from './recording.ts';

const GPS_OFFSET_S = 315_964_800 - 18;
const RING = 900;
const CURRENT = 123_456;

/** Outages that the dish saw, in seconds since the recording's start: two of its blackouts, and one of its own. */
export const DISH_OUTAGES = [
  [RECORDING_TRUTH.blackouts[1][0], RECORDING_TRUTH.blackouts[1][1], 'NO_SCHEDULE'],
  [1250, 1254.6, 'OBSTRUCTED'],
  [RECORDING_TRUTH.blackouts[2][0], RECORDING_TRUTH.blackouts[2][1], 'NO_DOWNLINK'],
] as const;

/** An answer to `get_history` as grpcurl prints it, asked for when the synthetic recording had run for 1600 s. */
export function dishAnswer(askedS = 1600) {
  const dropRate = new Array<number>(RING).fill(0);
  const latency = new Array<number>(RING).fill(31);
  for (let back = 0; back < RING; back++) {
    const second = askedS - 1 - back;
    const lost = DISH_OUTAGES.reduce(
      (sum, [from, to]) => sum + Math.max(0, Math.min(to, second + 1) - Math.max(from, second)),
      0,
    );
    const at = (CURRENT - 1 - back) % RING;
    dropRate[at] = Math.min(1, Math.round(lost * 20) / 20);
    latency[at] = lost > 0.5 ? -1 : 25 + (second % 9);
  }
  return {
    apiVersion: '17',
    dishGetHistory: {
      current: String(CURRENT),
      popPingDropRate: dropRate,
      popPingLatencyMs: latency,
      downlinkThroughputBps: dropRate.map((rate) => 1e6 * (1 - rate)),
      outages: DISH_OUTAGES.map(([from, to, cause]) => ({
        cause,
        startTimestampNs: String(Math.round((RECORDING_T0_S + from - GPS_OFFSET_S) * 1e6) * 1000),
        durationNs: String(Math.round((to - from) * 1e9)),
        didSwitch: true,
      })),
    },
  };
}
