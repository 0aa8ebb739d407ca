import { connect, type Socket } from 'node:net';
import { createSchedule } from '../../src/core/schedule/schedule.ts';
import { runAt } from './precise-timer.ts';
import type { RawStreamAnswer } from './raw-stream-answer.ts';
import type { RawStreamOptions, RawStreamSample } from './raw-stream-messages.ts';
import { readAnswer } from './raw-stream-read.ts';

const SEED = 20;

/**
 * The truth that streamed answers in a browser are held against: an open loop on raw
 * sockets, with HTTP, server-sent events and clock of its own. A due time is sent
 * whatever became of the ones before, over a connection that is free or else a new one.
 */
export class RawStreamClient {
  readonly #options: RawStreamOptions;
  readonly #samples: Promise<RawStreamSample>[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #idle: Socket[] = [];
  #cancel = (): void => undefined;
  #allSent: () => void = () => undefined;
  readonly #sentAll = new Promise<void>((resolve) => {
    this.#allSent = resolve;
  });

  /** Begins at once. */
  constructor(options: RawStreamOptions) {
    this.#options = options;
    const { intervalMs, jitter = 0, requests = Number.POSITIVE_INFINITY } = options;
    const schedule = createSchedule({ intervalMs, jitter }, SEED, 0);
    const startMs = performance.now();
    const wait = (seq: number): void => {
      if (seq >= requests) {
        this.#allSent();
        return;
      }
      const dueMs = startMs + schedule.dueMs(seq);
      this.#cancel = runAt(dueMs, () => {
        this.#samples.push(this.#ask(dueMs));
        wait(seq + 1);
      });
    };
    wait(0);
  }

  /** Resolves when as many as were asked for have been answered; ends the client. */
  async finish(): Promise<RawStreamSample[]> {
    await this.#sentAll;
    return await this.stop();
  }

  /** Sends no more, waits for the answers that are under way, and gives all back in the order of their due times. */
  async stop(): Promise<RawStreamSample[]> {
    this.#cancel();
    const samples = await Promise.all(this.#samples);
    for (const socket of this.#sockets) socket.destroy();
    return samples;
  }

  async #ask(dueMs: number): Promise<RawStreamSample> {
    const { port, path, body, timeoutMs = 60_000 } = this.#options;
    const standing = this.#idle.pop();
    const sentMs = performance.now();
    const socket = standing ?? this.#open();
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    const { status, answer } = await readAnswer(socket, timeoutMs, () => this.#idle.push(socket));
    return sampleOf({ dueMs, sentMs, newConnection: standing === undefined, status, answer });
  }

  #open(): Socket {
    const socket = connect({ port: this.#options.port, host: '127.0.0.1', noDelay: true });
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      this.#sockets.delete(socket);
      const at = this.#idle.indexOf(socket);
      if (at >= 0) this.#idle.splice(at, 1);
    });
    return socket;
  }
}

interface Read {
  dueMs: number;
  sentMs: number;
  newConnection: boolean;
  status: number | undefined;
  answer: RawStreamAnswer;
}

function sampleOf({ dueMs, sentMs, newConnection, status, answer }: Read): RawStreamSample {
  const { contentMs, firstOutputMs, tokens, text, serverMs, finishReason, done, failed } = answer;
  const [first, last] = [contentMs[0], contentMs.at(-1)];
  const spread = tokens !== undefined && tokens > 1 ? tokens - 1 : undefined;
  const since = (atMs: number | undefined) => (atMs === undefined ? undefined : atMs - sentMs);
  return {
    dueEpochMs: performance.timeOrigin + dueMs,
    sentEpochMs: performance.timeOrigin + sentMs,
    newConnection,
    status,
    outcome: status === 200 && (done || finishReason !== undefined) && !failed ? 'ok' : 'failed',
    ttftMs: since(first),
    ttfoMs: since(firstOutputMs),
    e2eMs: since(last),
    tpotMs: first === undefined || last === undefined || !spread ? undefined : (last - first) / spread,
    gapsMs: contentMs.slice(1).map((atMs, index) => atMs - (contentMs[index] ?? atMs)),
    tokens,
    finishReason,
    text,
    serverMs,
  };
}
