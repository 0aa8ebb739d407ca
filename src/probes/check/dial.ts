import { millis } from '../../core/units.ts';
import type { ProbeContext } from '../context.ts';

/** What came over a socket, in order, none lost between opening and listening. */
export interface Messages {
  /** What nobody asked for yet. */
  backlog: unknown[];
  /** How many messages `find` passed over. */
  strangers: number;
  /** Resolves with whether a message of that kind came before `signal`, or the socket's end, aborted the wait. */
  find(isMine: (data: unknown) => boolean, signal: AbortSignal): Promise<boolean>;
}

export interface Dialled {
  /** Nothing where no connection came up. */
  socket?: WebSocket | undefined;
  connectMs?: number | undefined;
  afterMs: number;
  timedOut: boolean;
  messages: Messages;
}

/** Opens one WebSocket, and listens from the first moment. Never rejects. */
export function dial(
  context: ProbeContext,
  url: string,
  subprotocols: string[],
  withinMs: number,
  stop: AbortSignal,
): Promise<Dialled> {
  const { clock } = context;
  const sentMs = clock.now();
  const ended = new AbortController();
  return new Promise((resolve) => {
    let socket: WebSocket;
    const messages = collect(ended.signal);
    const settle = (opened: boolean, timedOut = false) => {
      cancel();
      stop.removeEventListener('abort', onStop);
      const afterMs = clock.now() - sentMs;
      if (!opened) socket?.close();
      resolve({
        ...(opened && { socket, connectMs: afterMs }),
        afterMs,
        timedOut,
        messages,
      });
    };
    const onStop = () => settle(false);
    const cancel = clock.at(millis(sentMs + withinMs), () => settle(false, true));
    stop.addEventListener('abort', onStop);
    try {
      socket = new context.WebSocket(url, subprotocols);
    } catch {
      // An address that this page may not even try.
      settle(false);
      return;
    }
    socket.binaryType = 'arraybuffer';
    socket.onmessage = ({ data }: MessageEvent<unknown>) => messages.take(data);
    socket.onopen = () => settle(true);
    socket.onclose = () => {
      ended.abort();
      settle(false);
    };
  });
}

function collect(ended: AbortSignal): Messages & { take(data: unknown): void } {
  let wake = () => {};
  const messages = {
    backlog: [] as unknown[],
    strangers: 0,
    take(data: unknown) {
      // An endless stream of messages has to fit into memory.
      if (messages.backlog.length < 1000) messages.backlog.push(data);
      wake();
    },
    async find(isMine: (data: unknown) => boolean, signal: AbortSignal) {
      const over = AbortSignal.any([signal, ended]);
      for (;;) {
        const data = messages.backlog.shift();
        if (data !== undefined && isMine(data)) return true;
        if (data !== undefined) messages.strangers += 1;
        else if (over.aborted) return false;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
            over.addEventListener('abort', () => resolve(), { once: true });
          });
      }
    },
  };
  return messages;
}
