/** A recorded round-trip time over time; a row without one was a lost packet. */
export interface TraceRow {
  tS: number;
  rttMs: number | undefined;
}

export type DelayTrace = readonly TraceRow[];

/** A trace, or one round-trip time for all. */
export type Delay = number | DelayTrace;

/**
 * Reads CSV text with the columns `t_s` and `rtt_ms` (others are passed over).
 * An empty or non-numeric `rtt_ms` is a lost packet. Times have to ascend.
 * @throws Error that names the line.
 */
export function parseTrace(csv: string): TraceRow[] {
  const lines = csv.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const names = (lines[0] ?? '').split(',').map((name) => name.trim());
  const [timeAt, rttAt] = [names.indexOf('t_s'), names.indexOf('rtt_ms')];
  if (timeAt < 0 || rttAt < 0) throw new Error(`Expected columns t_s and rtt_ms, found "${lines[0] ?? ''}".`);
  let previousS = Number.NEGATIVE_INFINITY;
  return lines.slice(1).map((line, index) => {
    const cells = line.split(',');
    const tS = Number(cells[timeAt] || Number.NaN);
    if (!(tS >= previousS))
      throw new Error(`Row ${index + 1}: expected a time from ${previousS}, found "${line}".`);
    previousS = tS;
    const rttMs = Number(cells[rttAt]?.trim() || Number.NaN);
    return { tS, rttMs: Number.isFinite(rttMs) && rttMs >= 0 ? rttMs : undefined };
  });
}

/**
 * The round-trip time in force `elapsedMs` after the start: the last row at or
 * before that time, undefined while packets are lost. A trace starts again at its end.
 */
export function rttAtElapsed(delay: Delay, elapsedMs: number): number | undefined {
  if (typeof delay === 'number') return delay;
  const [first, last] = [delay[0], delay.at(-1)];
  if (first === undefined || last === undefined) throw new Error('The trace has no rows.');
  const spanS = last.tS - first.tS;
  const wantedS = first.tS + (spanS > 0 ? (Math.max(0, elapsedMs) / 1000) % spanS : 0);
  let low = 0;
  let high = delay.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((delay[middle]?.tS ?? Number.POSITIVE_INFINITY) <= wantedS) low = middle;
    else high = middle - 1;
  }
  return delay[low]?.rttMs;
}

/** Linux's floor of the retransmission time-out; the far end of a real probe runs it. */
const LEAST_RTO_MS = 200;
const MOST_RTO_MS = 60_000;
/** RFC 6298, section 2: before the first measurement, and so for a SYN. */
export const SYN_RTO_MS = 1000;
/** A link that never comes back delivers after this time all the same, so that no test hangs. */
const MOST_WAIT_MS = 3_600_000;

/** The retransmission time-out of a connection whose last known round trip took this long. */
export function dataRtoMs(lastRttMs: number): number {
  return Math.max(LEAST_RTO_MS, 2 * lastRttMs);
}

/**
 * When a segment gets through: how long it has to be sent again and again, and
 * the round-trip time of the sending that found the link up.
 *
 * A proxy of byte streams cannot drop a packet, so loss is what TCP makes of it:
 * a segment sent while the link is down is sent again after `firstRtoMs`, which
 * doubles with each loss, up to 60 s. Left out: fast retransmission, which would
 * repair a loss sooner in a stream of many segments.
 */
export function crossing(
  rttAt: (elapsedMs: number) => number | undefined,
  elapsedMs: number,
  firstRtoMs: number,
): { waitedMs: number; rttMs: number } {
  let waitedMs = 0;
  let rtoMs = firstRtoMs;
  while (waitedMs < MOST_WAIT_MS) {
    const rttMs = rttAt(elapsedMs + waitedMs);
    if (rttMs !== undefined) return { waitedMs, rttMs };
    waitedMs += rtoMs;
    rtoMs = Math.min(MOST_RTO_MS, 2 * rtoMs);
  }
  return { waitedMs, rttMs: 0 };
}
