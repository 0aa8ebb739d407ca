import * as v from 'valibot';
import type { Passage } from './link-lane.ts';
import { RawStreamAnswer } from './raw-stream-answer.ts';
import { RawAnswerReader } from './raw-stream-http.ts';

/** One streamed answer as the link saw it at the client's end. Times count from when the request came there. */
const tappedSchema = v.object({
  port: v.number(),
  cameEpochMs: v.number(),
  ttftMs: v.optional(v.number()),
  e2eMs: v.optional(v.number()),
  tpotMs: v.optional(v.number()),
});

export type Tapped = v.InferOutput<typeof tappedSchema>;
export const tappedListSchema = v.array(tappedSchema);

/** One request on its way over a connection, which carries one after the other (HTTP/1.1 without pipelining). */
interface Exchange {
  port: number;
  cameEpochMs: number;
  reader: RawAnswerReader;
  answer: RawStreamAnswer | undefined;
  answered: boolean;
  passedMs: number;
}

/**
 * Reads along with the streamed answers that pass a link: the very requests that
 * a browser makes, timed by another clock and another parser, where it cannot
 * see what the browser needs for them.
 */
export class StreamTap {
  readonly #all: Exchange[] = [];
  readonly #open = new Map<number, Exchange>();

  /** Takes every piece that passes, in the order of passing on each connection. */
  take({ port, connection, direction, epochMs, passedEpochMs }: Passage, bytes: Buffer): void {
    const known = this.#open.get(connection);
    if (direction === 'up') {
      // A request may come in several pieces; the next one comes after an answer.
      if (known !== undefined && !known.answered) return;
      const begun = begin(port, epochMs);
      this.#open.set(connection, begun);
      this.#all.push(begun);
    } else if (known !== undefined) {
      known.answered = true;
      known.passedMs = passedEpochMs;
      known.reader.take(bytes);
    }
  }

  /** Answers that held content, in the order in which they were asked for. */
  answers(): Tapped[] {
    return this.#all
      .sort((a, b) => a.cameEpochMs - b.cameEpochMs)
      .flatMap(({ port, cameEpochMs, answer }) => {
        const { contentMs = [], tokens } = answer ?? {};
        const first = contentMs[0];
        const last = contentMs.at(-1);
        if (first === undefined || last === undefined) return [];
        const tpotMs = tokens === undefined || tokens < 2 ? undefined : (last - first) / (tokens - 1);
        return [{ port, cameEpochMs, ttftMs: first - cameEpochMs, e2eMs: last - cameEpochMs, tpotMs }];
      });
  }
}

function begin(port: number, cameEpochMs: number): Exchange {
  const exchange: Exchange = {
    port,
    cameEpochMs,
    answer: undefined,
    answered: false,
    passedMs: cameEpochMs,
    reader: new RawAnswerReader((bytes) => {
      exchange.answer ??= new RawStreamAnswer(exchange.reader.headers.get('content-type') ?? '');
      exchange.answer.take(bytes, exchange.passedMs);
    }),
  };
  return exchange;
}
