import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { monoNow } from './clock.ts';
import { commonHeaders, errorBody, type HeaderFields, type Simulated } from './headers.ts';
import type { Lane } from './lane.ts';

/** The answer to one request. All that it sends passes through the connection's lane, in order. */
export class Reply {
  /** Aborted when the client went away: handlers stop and drop their timers. */
  readonly gone: AbortSignal;
  readonly #response: ServerResponse;
  readonly #lane: Lane;
  #startMonoMs = monoNow();
  #recvMs: number | undefined;
  readonly #simulated: Simulated[];
  #headSent = false;

  /** To be made when the request arrives at the handler: the server's own time counts from here. */
  constructor(response: ServerResponse, lane: Lane, simulated: readonly Simulated[]) {
    this.#response = response;
    this.#lane = lane;
    this.#simulated = [...simulated];
    const abort = new AbortController();
    this.gone = abort.signal;
    response.once('close', () => abort.abort());
    if (response.destroyed) abort.abort();
  }

  /** Says in Server-Timing that the answer's pace is made up by a model. */
  markModel(): void {
    this.#simulated.push('model');
  }

  /** The body of an upload is here: its arrival is the link's time, the server's own counts from now. */
  bodyArrived(): void {
    const now = monoNow();
    this.#recvMs = now - this.#startMonoMs;
    this.#startMonoMs = now;
  }

  get headSent(): boolean {
    return this.#headSent;
  }

  /** Starts an answer of which the body follows with `write` and `end`. */
  head(status: number, fields: HeaderFields = {}): void {
    const all = this.#fields(fields);
    this.#pass(0, () => {
      this.#response.writeHead(status, all);
      this.#response.flushHeaders();
    });
  }

  /** Sends one piece of the body; resolves once there is room for the next, or the client is gone. */
  async write(piece: string | Uint8Array): Promise<void> {
    this.#pass(piece.length, () => this.#response.write(piece));
    if (this.#lane.full) await this.#lane.room();
    if (this.#response.writableNeedDrain && !this.gone.aborted) {
      // Rejects when the client goes away, which `gone` says too.
      await once(this.#response, 'drain', { signal: this.gone }).catch(() => undefined);
    }
  }

  end(): void {
    this.#pass(0, () => this.#response.end());
  }

  /** A whole answer in one piece. */
  send(status: number, type: string | undefined, body: string | Uint8Array, fields: HeaderFields = {}): void {
    const bytes = Buffer.from(body);
    const all = this.#fields({
      ...fields,
      ...(type === undefined ? {} : { 'Content-Type': type }),
      ...(status === 204 ? {} : { 'Content-Length': String(bytes.length) }),
    });
    this.#pass(bytes.length, () => this.#response.writeHead(status, all).end(bytes));
  }

  json(status: number, value: unknown, fields?: HeaderFields): void {
    this.send(status, 'application/json; charset=utf-8', JSON.stringify(value), fields);
  }

  /** An error with a sentence for a person. */
  error(status: number, message: string, fields?: HeaderFields): void {
    this.send(status, 'application/json; charset=utf-8', errorBody(message), fields);
  }

  #fields(fields: HeaderFields): HeaderFields {
    this.#headSent = true;
    const spent = { appMs: monoNow() - this.#startMonoMs, recvMs: this.#recvMs };
    return { ...commonHeaders(spent, this.#simulated), ...fields };
  }

  #pass(bytes: number, task: () => void): void {
    this.#lane.pass(bytes, () => {
      if (!this.gone.aborted) task();
    });
  }
}

/** One request as the routes see it. */
export interface Exchange {
  request: IncomingMessage;
  url: URL;
  /** The lane of the connection towards the server. */
  up: Lane;
  reply: Reply;
}
