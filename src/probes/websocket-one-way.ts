import { type Millis, millis } from '../core/units.ts';
import type { ServerTimes } from './echo-codec.ts';

export interface OneWayReadings {
  owdUpMs: Millis;
  owdDownMs: Millis;
}

/**
 * Reads the one-way delays of a run's echoes against those of its first (RFC
 * 7679, less a constant). The laptop's side is its monotonic clock, whose
 * distance from the epoch is one constant a run and drops out: no step of the
 * wall clock moves a reading. The clocks' drift stays in (`core/link/one-way.ts`).
 */
export function oneWayMeter(): (sentMs: Millis, endMs: Millis, times: ServerTimes) => OneWayReadings {
  let first: { up: number; down: number } | undefined;
  return (sentMs, endMs, { receivedEpochMs, sentEpochMs }) => {
    const up = receivedEpochMs - sentMs;
    const down = endMs - sentEpochMs;
    first ??= { up, down };
    return { owdUpMs: millis(up - first.up), owdDownMs: millis(down - first.down) };
  };
}
