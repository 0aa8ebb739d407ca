import { AnswerStream } from '../core/inference/answer-stream.ts';
import type { Ask, SocketProtocol, SocketStage } from '../core/inference/protocol.ts';
import type { ChatProbeSpec } from '../core/plan.ts';
import type { Probe, Shot } from '../core/probe.ts';
import type { ProbeError } from '../core/sample.ts';
import { type Millis, millis } from '../core/units.ts';
import { answerReadings } from './answer-readings.ts';
import { createAsker } from './chat-ask.ts';
import { subprotocolsOf } from './chat-subprotocols.ts';
import type { ProbeContext } from './context.ts';
import { sentOf } from './due-of.ts';
import { isMixedContent } from './failure.ts';
import { connectOnce } from './reconnector.ts';

const MAX_IN_FLIGHT = 32;
const FRAME_BYTES = 14;
const HANDSHAKE_BYTES = 1000;
const NORMAL_CLOSURE = 1000;
/** A connection that was kept ready and is lost is opened anew after this, or with the next request. */
const REOPEN_AFTER_MS = 5000;

/** One connection, and the answer that it waits for. */
interface Turn {
  socket: WebSocket;
  stage: SocketStage;
  shot?: Shot | undefined;
  answer?: AnswerStream | undefined;
  bytesUp: number;
  bytesDown: number;
  opened: boolean;
  /** It was ready before the turn was due. */
  warm: boolean;
  cancel: () => void;
}

/**
 * Asks a model over WebSocket, one turn a connection: turns that share one would
 * grow each other's prompt, and a second one would have to wait for the first.
 * As an application keeps a session ready, the next connection is opened and
 * greeted beforehand, so that times count from the turn's own message. Where none
 * is ready, the opening is part of the times, and `newConnection` says so.
 */
export function createSocketChatProbe(
  spec: ChatProbeSpec,
  context: ProbeContext,
  protocol: SocketProtocol,
): Probe {
  const { clock, sink } = context;
  const asks = createAsker(spec, clock, (ask): Ask => ({ ...ask, usage: true }));
  const turns = new Set<Turn>();
  const decoder = new TextDecoder();
  let spare: Turn | undefined;
  let closed = false;
  let cancelReopen = () => {};

  function connect(): Turn | undefined {
    let socket: WebSocket;
    try {
      socket = new context.WebSocket(spec.url, subprotocolsOf(spec, context.secret));
    } catch {
      return undefined;
    }
    socket.binaryType = 'arraybuffer';
    const turn: Turn = {
      socket,
      stage: 'opened',
      bytesUp: 0,
      bytesDown: 0,
      opened: false,
      warm: false,
      cancel() {},
    };
    turns.add(turn);
    socket.onopen = () => {
      turn.opened = true;
      greet(turn, undefined);
    };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      const atMs = clock.now();
      const text = data instanceof ArrayBuffer ? decoder.decode(data) : String(data);
      turn.bytesDown += text.length + FRAME_BYTES;
      if (turn.answer === undefined || turn.stage !== 'ready') greet(turn, text);
      else read(turn, turn.answer, text, atMs);
    };
    socket.onclose = () => ended(turn);
    return turn;
  }

  function greet(turn: Turn, message: string | undefined): void {
    const { stage, send } = protocol.greet(asks.first, turn.stage, message);
    turn.stage = stage;
    for (const text of send) sendOn(turn, text);
    const failed = message !== undefined && protocol.read(message).some(({ kind }) => kind === 'error');
    if (failed && turn.shot !== undefined) settle(turn, 'stream-error', clock.now());
    else if (failed) drop(turn);
    else if (stage === 'ready' && turn.shot !== undefined) begin(turn, turn.shot);
  }

  function begin(turn: Turn, shot: Shot): void {
    turn.answer = new AnswerStream(protocol, shot.sentMonoMs);
    for (const text of protocol.turn(asks.take(shot.seq))) sendOn(turn, text);
  }

  function sendOn(turn: Turn, text: string): void {
    turn.socket.send(text);
    turn.bytesUp += text.length + FRAME_BYTES;
  }

  function read(turn: Turn, answer: AnswerStream, text: string, atMs: Millis): void {
    answer.feed(text, atMs);
    if (!answer.done) return;
    answer.end(atMs);
    settle(turn, answer.error, atMs);
  }

  function ended(turn: Turn): void {
    const now = clock.now();
    if (turn.shot === undefined) {
      drop(turn);
      cancelReopen();
      cancelReopen = clock.at(millis(now + REOPEN_AFTER_MS), prepare);
      return;
    }
    turn.answer?.end(now);
    const error = turn.answer?.error ?? (turn.opened ? 'aborted' : whyClosed(spec.url));
    settle(turn, error, now);
  }

  function settle(turn: Turn, error: ProbeError | undefined, endMs: Millis): void {
    const { shot, answer, bytesUp, bytesDown } = turn;
    drop(turn);
    if (shot === undefined) return;
    const base = {
      ...sentOf(shot),
      ...(answer && answerReadings(answer)),
      newConnection: !turn.warm,
      timingSource: 'message-event' as const,
      bytesUp,
      bytesDown,
    };
    const ends = { responseMs: millis(endMs - shot.dueMonoMs), serviceMs: millis(endMs - shot.sentMonoMs) };
    if (error === undefined) sink({ ...base, ...ends, outcome: 'ok' });
    else sink({ ...base, ...(answer?.times().reads && ends), outcome: 'failed', error });
  }

  function drop(turn: Turn): void {
    turns.delete(turn);
    if (spare === turn) spare = undefined;
    turn.cancel();
    const { socket } = turn;
    socket.onopen = socket.onclose = socket.onmessage = null;
    socket.close(NORMAL_CLOSURE);
  }

  function prepare(): void {
    cancelReopen();
    if (!closed) spare ??= connect();
  }

  return {
    maxInFlight: MAX_IN_FLIGHT,
    open: () => {
      prepare();
      return Promise.resolve();
    },
    fire(shot) {
      const turn = spare ?? connect();
      spare = undefined;
      if (turn === undefined) {
        // Told apart from `fire` itself, so that the engine has the shot on its books first.
        queueMicrotask(() => sink({ ...sentOf(shot), outcome: 'failed', error: whyClosed(spec.url) }));
        return;
      }
      turn.shot = shot;
      turn.cancel = clock.at(millis(shot.sentMonoMs + spec.timeoutMs), () => {
        const { bytesUp, bytesDown, answer } = turn;
        drop(turn);
        sink({
          ...sentOf(shot),
          ...(answer && answerReadings(answer)),
          outcome: 'timeout',
          bytesUp,
          bytesDown,
        });
      });
      turn.warm = turn.stage === 'ready';
      if (turn.warm) begin(turn, shot);
      prepare();
    },
    async knock(withinMs) {
      const socket = await connectOnce({ url: spec.url, subprotocol: undefined }, context, withinMs);
      socket?.close(NORMAL_CLOSURE);
      return { arrived: socket !== undefined, bytes: HANDSHAKE_BYTES };
    },
    close() {
      closed = true;
      cancelReopen();
      for (const turn of [...turns]) drop(turn);
    },
  };
}

function whyClosed(url: string): ProbeError {
  return isMixedContent(url) ? 'mixed-content' : 'dns-or-connect';
}
