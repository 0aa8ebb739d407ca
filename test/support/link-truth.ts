import { crossing, type Delay, dataRtoMs, rttAtElapsed } from './link-delay.ts';

/** A time in which nothing passed: a stall, or a blackout, in which what is sent is lost besides. */
export interface Hold {
  fromEpochMs: number;
  toEpochMs: number;
  kind: 'stall' | 'blackout';
}

/** All that a link did from `startedEpochMs` on. */
export interface LinkRecord {
  startedEpochMs: number;
  delay: Delay;
  /** In order of time, without overlap. */
  holds: Hold[];
}

/** The round-trip time in force at that moment; undefined while packets are lost. */
function rttAt({ startedEpochMs, delay, holds }: LinkRecord, epochMs: number): number | undefined {
  const down = holds.some(
    ({ kind, fromEpochMs, toEpochMs }) =>
      kind === 'blackout' && fromEpochMs <= epochMs && epochMs < toEpochMs,
  );
  return down ? undefined : rttAtElapsed(delay, epochMs - startedEpochMs);
}

/**
 * What a request and its answer would take, in ms, had they been sent at these
 * times over a standing connection, by the link's record alone: no clock of a
 * client, no server time, no scheduling. `oneStream`: all are pieces of one
 * stream, so that a late one holds up those behind it (a WebSocket); otherwise
 * each has a connection to itself (HTTP/1.1).
 */
export function truthMs(record: LinkRecord, dueEpochMs: readonly number[], oneStream: boolean): number[] {
  const lastMs = { up: 0, down: 0 };
  let rtoMs = dataRtoMs(0);
  const pass = (direction: 'up' | 'down', atMs: number): number => {
    const { waitedMs, rttMs } = crossing((ms) => rttAt(record, ms), atMs, rtoMs);
    rtoMs = dataRtoMs(rttMs);
    let dueMs = atMs + waitedMs + rttMs / 2;
    if (oneStream) dueMs = Math.max(dueMs, lastMs[direction]);
    for (const { fromEpochMs, toEpochMs } of record.holds) {
      if (fromEpochMs <= dueMs && dueMs < toEpochMs) dueMs = toEpochMs;
    }
    lastMs[direction] = dueMs;
    return dueMs;
  };
  return dueEpochMs.map((sentMs) => pass('down', pass('up', sentMs)) - sentMs);
}
