import type { Passage } from './link-lane.ts';

/** A request or message as the link saw it on the client's side, on the wall clock of the machine. */
export interface Exchange {
  cameEpochMs: number;
  /** When the last byte of its answer was handed to the client. */
  answeredEpochMs: number;
}

export interface Wire {
  http: Exchange[];
  websocket: Exchange[];
}

/** Frames of 64 bytes of payload (RFC 6455): masked on the way up. */
const FRAME_BYTES = { up: 70, down: 66 };
/** The request line and headers of any browser are longer. */
const SHORTEST_REQUEST_BYTES = 150;

/**
 * What went over a link through one of its ports, request by request: pieces of
 * an HTTP/1.1 connection alternate, those of a WebSocket are counted in frames.
 * Sorted by the time of coming; what was not answered is left out.
 */
export function wireOf(passages: readonly Passage[], port: number): Wire {
  const connections = new Map<number, Passage[]>();
  for (const passage of passages) {
    if (passage.port !== port) continue;
    const known = connections.get(passage.connection);
    if (known === undefined) connections.set(passage.connection, [passage]);
    else known.push(passage);
  }
  const wire: Wire = { http: [], websocket: [] };
  for (const all of connections.values()) {
    const up = all.filter(({ direction }) => direction === 'up').sort(byComing);
    const down = all.filter(({ direction }) => direction === 'down').sort(byComing);
    const isWebSocket = up.length > 1 && up.slice(1).every(({ bytes }) => bytes < SHORTEST_REQUEST_BYTES);
    if (isWebSocket) wire.websocket.push(...ofFrames(up, down));
    else wire.http.push(...ofRequests(up, down));
  }
  for (const list of [wire.http, wire.websocket]) list.sort((a, b) => a.cameEpochMs - b.cameEpochMs);
  return wire;
}

/**
 * When each sample's answer was handed over less its due time, in ms: what a
 * perfect clock at the browser's end of the link would have read. `samples` in
 * any order; undefined where the link saw no such request.
 */
export function wireTimes(
  exchanges: readonly Exchange[],
  samples: readonly { dueEpochMs: number; sentEpochMs: number }[],
): (number | undefined)[] {
  const times: (number | undefined)[] = samples.map(() => undefined);
  const order = samples.map((_, i) => i).sort((a, b) => sent(samples, a) - sent(samples, b));
  let next = 0;
  for (const i of order) {
    const sample = samples[i];
    if (sample === undefined) continue;
    // The browser's wall clock has steps of a millisecond.
    while ((exchanges[next]?.cameEpochMs ?? Number.POSITIVE_INFINITY) < sample.sentEpochMs - 2) next += 1;
    const found = exchanges[next];
    if (found === undefined) break;
    times[i] = found.answeredEpochMs - sample.dueEpochMs;
    next += 1;
  }
  return times;
}

const sent = (samples: readonly { sentEpochMs: number }[], i: number) => samples[i]?.sentEpochMs ?? 0;
const byComing = (a: Passage, b: Passage) => a.epochMs - b.epochMs;

function ofRequests(up: readonly Passage[], down: readonly Passage[]): Exchange[] {
  return up.flatMap(({ epochMs: cameEpochMs }, i) => {
    const until = up[i + 1]?.epochMs ?? Number.POSITIVE_INFINITY;
    const answer = down.findLast(({ epochMs }) => epochMs > cameEpochMs && epochMs <= until);
    return answer === undefined ? [] : [{ cameEpochMs, answeredEpochMs: answer.passedEpochMs }];
  });
}

function ofFrames([, ...up]: readonly Passage[], down: readonly Passage[]): Exchange[] {
  const firstMs = up[0]?.epochMs ?? Number.POSITIVE_INFINITY;
  const came = frames(up, FRAME_BYTES.up, ({ epochMs }) => epochMs);
  const answers = down.filter(({ epochMs }) => epochMs > firstMs);
  return frames(answers, FRAME_BYTES.down, ({ passedEpochMs }) => passedEpochMs).flatMap(
    (answeredEpochMs, i) => {
      const cameEpochMs = came[i];
      return cameEpochMs === undefined ? [] : [{ cameEpochMs, answeredEpochMs }];
    },
  );
}

/** The moment at which each frame was there as a whole; a piece may hold several. */
function frames(pieces: readonly Passage[], frameBytes: number, at: (piece: Passage) => number): number[] {
  const moments: number[] = [];
  let bytes = 0;
  for (const piece of pieces) {
    bytes += piece.bytes;
    while (bytes >= (moments.length + 1) * frameBytes) moments.push(at(piece));
  }
  return moments;
}
