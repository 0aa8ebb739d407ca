import type { WebSocketProbeSpec } from '../core/plan.ts';
import type { ProbeError } from '../core/sample.ts';
import { type Millis, millis } from '../core/units.ts';
import type { ProbeContext } from './context.ts';
import { isMixedContent } from './failure.ts';
import { SubprotocolDoubt } from './websocket-subprotocol.ts';

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5000;

interface Listener {
  onMessage(data: unknown, protocol: string): void;
  /** The connection that was up is lost. */
  onDown(): void;
}

/** Opens one WebSocket within a time; resolves with nothing if that fails. Never rejects. */
export function connectOnce(
  spec: Pick<WebSocketProbeSpec, 'url' | 'subprotocol'>,
  context: ProbeContext,
  withinMs: number,
): Promise<WebSocket | undefined> {
  return new Promise((resolve) => {
    let socket: WebSocket;
    try {
      socket = new context.WebSocket(spec.url, spec.subprotocol === undefined ? [] : [spec.subprotocol]);
    } catch {
      resolve(undefined);
      return;
    }
    socket.binaryType = 'arraybuffer';
    const { clock } = context;
    const settle = (result: WebSocket | undefined) => {
      cancel();
      socket.onopen = socket.onclose = null;
      if (result === undefined) socket.close();
      resolve(result);
    };
    const cancel = clock.at(millis(clock.now() + withinMs), () => settle(undefined));
    socket.onopen = () => settle(socket);
    socket.onclose = () => settle(undefined);
  });
}

/** Keeps one WebSocket up, with a back-off from 0.25 s doubling to 5 s; each change is a recorded event. */
export class Reconnector {
  socket: WebSocket | undefined;
  readonly #spec: WebSocketProbeSpec;
  readonly #context: ProbeContext;
  readonly #listener: Listener;
  readonly #doubt: SubprotocolDoubt;
  #retryMs = FIRST_RETRY_MS;
  #cancelRetry = () => {};
  #connecting = false;
  #closed = false;

  constructor(spec: WebSocketProbeSpec, context: ProbeContext, listener: Listener) {
    this.#spec = spec;
    this.#context = context;
    this.#listener = listener;
    this.#doubt = new SubprotocolDoubt(spec, context);
  }

  /** Why no connection comes up, where that is known. */
  get blockedBy(): ProbeError | undefined {
    if (isMixedContent(this.#spec.url)) return 'mixed-content';
    return this.#doubt.isRefused ? 'malformed' : undefined;
  }

  /** Tries once; further tries follow by themselves. Resolves after the first. */
  async open(): Promise<void> {
    if (this.#connecting || this.#closed || this.socket !== undefined) return;
    this.#connecting = true;
    this.#cancelRetry();
    const { clock } = this.#context;
    const began = clock.now();
    const socket = await connectOnce(this.#spec, this.#context, this.#spec.timeoutMs);
    this.#connecting = false;
    if (socket !== undefined) this.take(socket, began);
    else if (this.socket === undefined && !this.#closed) {
      void this.#doubt.failed();
      this.#retryLater();
    }
  }

  /**
   * Takes a connection that has just come up, whoever opened it; closes it where
   * one is up already. A connect from within an outage may hang for long after it.
   */
  take(socket: WebSocket, beganMs: Millis): void {
    if (this.#closed || this.socket !== undefined) socket.close();
    else this.#adopt(socket, beganMs);
  }

  /** Gives the standing connection up; the caller has another to take. */
  drop(why: string): void {
    const { socket } = this;
    if (socket === undefined) return;
    socket.onclose = socket.onmessage = null;
    socket.close();
    this.#lost(why);
  }

  close(): void {
    this.#closed = true;
    this.#cancelRetry();
    if (this.socket !== undefined) this.socket.onclose = this.socket.onmessage = null;
    this.socket?.close();
    this.socket = undefined;
  }

  #adopt(socket: WebSocket, beganMs: Millis): void {
    this.socket = socket;
    this.#doubt.opened(socket);
    this.#retryMs = FIRST_RETRY_MS;
    const durationMs = millis(this.#context.clock.now() - beganMs);
    socket.onmessage = (message: MessageEvent<unknown>) =>
      this.#listener.onMessage(message.data, socket.protocol);
    socket.onclose = ({ code }) => {
      this.#lost(`Close code ${code}.`);
      this.#retryLater();
    };
    this.#context.note({ kind: 'connect', detail: 'The WebSocket connected.', durationMs });
  }

  #lost(why: string): void {
    this.socket = undefined;
    this.#context.note({ kind: 'disconnect', detail: `The WebSocket connection was lost. ${why}` });
    this.#listener.onDown();
  }

  #retryLater(): void {
    const { clock } = this.#context;
    this.#cancelRetry = clock.at(millis(clock.now() + this.#retryMs), () => void this.open());
    this.#retryMs = Math.min(LONGEST_RETRY_MS, this.#retryMs * 2);
  }
}
