import type { AnswerStream } from '../core/inference/answer-stream.ts';
import { healthOf } from '../core/inference/stream-health.ts';
import type { Readings } from '../core/sample.ts';
import { type Millis, millis } from '../core/units.ts';
import type { OwnShare } from './phases.ts';

/**
 * What an answer says, as the readings of a sample. A model's thinking is no part
 * of a round trip, so there is no `rttMs`. Where the answer does not tell the
 * server's whole time, what a header said of it stays.
 */
export function answerReadings(answer: AnswerStream): Readings {
  const times = answer.times();
  const { ttftMs, ttfoMs, tpotMs, e2eMs, tokensOut, chunks, finishReason } = times;
  const { inputTokens, tokensPerS, reads, events, keepAlives } = times;
  const { serverTtftMs, serverQueueMs, serverTotalMs, serverSource } = times;
  return {
    ttftMs,
    ttfoMs,
    tpotMs,
    e2eMs,
    tokensOut,
    chunks,
    finishReason,
    rttMs: undefined,
    ...healthOf(times.iclMs),
    tokensIn: inputTokens,
    tokensPerS,
    reads,
    events,
    keepAlives,
    serverTtftMs,
    serverQueueMs,
    ...(serverTotalMs !== undefined && { serverMs: serverTotalMs }),
    ...(serverSource !== undefined && { serverSource }),
    ...(serverTtftMs !== undefined && outside(ttftMs, serverTtftMs)),
  };
}

/** With a server's time from a header alone: that of the first byte, as it was known when the answer began. */
export function byHeader({ networkTtftMs, serverTtftMs, serverMs, ttfbMs }: Readings): Readings {
  if (networkTtftMs !== undefined || serverTtftMs !== undefined || serverMs === undefined) return {};
  return outside(ttfbMs, serverMs);
}

/**
 * Token times without what the browser took of the same request. What it takes to
 * hand over a chunk is not known; for the head and the end of the same answer it is.
 */
export function onTheWire({ ttftMs, e2eMs }: Readings, own: OwnShare | undefined): Readings {
  const less = (ms: Millis | undefined, handOver: 'headMs' | 'endMs') => {
    const wireMs = ms === undefined || own === undefined ? -1 : ms - own.sendMs - own[handOver];
    return wireMs < 0 ? undefined : millis(wireMs);
  };
  return { wireTtftMs: less(ttftMs, 'headMs'), wireE2eMs: less(e2eMs, 'endMs') };
}

/** What the server's clock did not see. A server that says it took longer than the whole says nothing. */
function outside(wholeMs: Millis | undefined, serverMs: Millis): Pick<Readings, 'networkTtftMs'> {
  return wholeMs === undefined || serverMs > wholeMs ? {} : { networkTtftMs: millis(wholeMs - serverMs) };
}
