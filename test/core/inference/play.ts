import {
  AnswerStream,
  type AnswerTimes,
  type StreamError,
} from '../../../src/core/inference/answer-stream.ts';
import type { StreamFinding } from '../../../src/core/inference/findings.ts';
import { protocolOf } from '../../../src/core/inference/protocols/index.ts';
import type { ProtocolId } from '../../../src/core/plan-schema.ts';
import { millis } from '../../../src/core/units.ts';

/** Sent at 0; the reads come at 10,000 ms, 11,000 ms and so on, later than any server time of the recordings. */
export const readMs = (read: number): number => 10_000 + read * 1000;

export interface Played {
  times: AnswerTimes;
  /** What the protocol made of the frames, in order. */
  findings: StreamFinding[];
  complete: boolean;
  done: boolean;
  error: StreamError | undefined;
}

/** Reads bytes through a TextDecoder as a probe does, cut at these places, and ends the body. */
export function play(protocol: ProtocolId, bytes: Uint8Array, cuts: readonly number[] = []): Played {
  const decoder = new TextDecoder();
  const places = [...new Set([0, ...cuts, bytes.length])].sort((a, b) => a - b);
  const reads = places.slice(1).map((to, i) => bytes.subarray(places[i], to));
  return playTexts(
    protocol,
    reads.map((read) => decoder.decode(read, { stream: true })),
  );
}

/** Feeds texts, one a read (or message), and ends the answer 1 s after the last, unless told not to. */
export function playTexts(id: ProtocolId, texts: readonly string[], ends = true): Played {
  const protocol = protocolOf(id);
  const findings: StreamFinding[] = [];
  const read = (data: string) => {
    const found = protocol.read(data);
    findings.push(...found);
    return found;
  };
  const answer = new AnswerStream({ ...protocol, read }, millis(0));
  texts.forEach((text, i) => {
    answer.feed(text, millis(readMs(i)));
  });
  const done = answer.done;
  if (ends) answer.end(millis(readMs(texts.length)));
  return { times: answer.times(), findings, complete: answer.complete, done, error: answer.error };
}

/** When each chunk was read, ms since the request was sent. */
export function chunkTimes({ ttftMs, iclMs }: AnswerTimes): number[] {
  let at: number | undefined = ttftMs;
  const chunks = at === undefined ? [] : [at];
  for (const gap of iclMs) {
    at = (at ?? 0) + gap;
    chunks.push(at);
  }
  return chunks;
}
