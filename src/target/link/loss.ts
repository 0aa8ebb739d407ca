import { exponential, uniform } from '../random.ts';
import { SLOT_MS, slotAt, slotStart } from './slots.ts';

/** A slot in two has a burst in which every packet is lost: about 0.4 % of all packets. */
const BURST_SHARE = 0.5;
const SHORTEST_MS = 20;
const MEAN_MORE_MS = 100;
const LONGEST_MS = 600;

const STREAM = { burst: 31, offset: 32, duration: 33 };

/** Whether packets sent at a Unix time in ms are lost in a short burst (outages are told apart: outages.ts). */
export function lossyAt(seed: number, epochMs: number): boolean {
  const slot = slotAt(epochMs);
  if (uniform(seed, slot, STREAM.burst) >= BURST_SHARE) return false;
  const more = exponential(MEAN_MORE_MS, seed, slot, STREAM.duration);
  const durationMs = Math.min(LONGEST_MS, SHORTEST_MS + more);
  const start = slotStart(slot) + uniform(seed, slot, STREAM.offset) * (SLOT_MS - durationMs);
  return epochMs >= start && epochMs < start + durationMs;
}
