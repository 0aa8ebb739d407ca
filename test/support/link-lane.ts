import type { Socket } from 'node:net';
import { runAt } from './precise-timer.ts';

/** What was done to one piece of a byte stream. */
export interface Passage {
  /** The port of the link that the client connected to, and the number of its connection. */
  port: number;
  connection: number;
  /** When it came in, on the wall clock. */
  epochMs: number;
  /** When it was handed on. */
  passedEpochMs: number;
  bytes: number;
  direction: 'up' | 'down';
  /** Delay that the link's trace asked for, waiting behind earlier bytes and standing still included. */
  delayMs: number;
}

/** The wall clock with fractions. */
export const epochNow = (): number => performance.timeOrigin + performance.now();

export interface LaneLink {
  /** Delay of a piece that comes in now. */
  oneWayMs(): number;
  /** Reading of `performance.now()` before which nothing passes. */
  openFromMs(): number;
  /** `data` is what passed; nothing for the end of the stream. */
  record(passage: Passage, data: Buffer | undefined): void;
}

/** The connection that a lane belongs to. */
export type LaneOf = Pick<Passage, 'port' | 'connection'>;

type Piece = { kind: 'bytes'; bytes: Buffer } | { kind: 'end' } | { kind: 'reset' };

/** Bytes on their way at once; the sender has to wait beyond that, as for a full window. */
const MOST_BYTES_ON_THE_WAY = 16_000_000;

/** One direction of one connection: a queue that delays each piece and keeps their order. */
export class Lane {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #link: LaneLink;
  readonly #direction: 'up' | 'down';
  readonly #of: LaneOf;
  readonly #queue: { piece: Piece; cameMs: number; epochMs: number; dueMs: number }[] = [];
  #bytes = 0;
  #lastDueMs = 0;
  #cancel: (() => void) | undefined;
  #started = false;

  constructor(from: Socket, to: Socket, direction: 'up' | 'down', link: LaneLink, of: LaneOf) {
    this.#from = from;
    this.#to = to;
    this.#direction = direction;
    this.#of = of;
    this.#link = link;
    from.on('data', (bytes: Buffer) => this.#take({ kind: 'bytes', bytes }));
    from.on('end', () => this.#take({ kind: 'end' }));
    from.on('error', () => this.#take({ kind: 'reset' }));
  }

  /** Lets the queue flow: both ends are connected. Until then it gathers. */
  start(): void {
    this.#started = true;
    // A client has nothing to send before the handshake is over.
    const dueMs = performance.now() + this.#link.oneWayMs();
    for (const waiting of this.#queue) waiting.dueMs = dueMs;
    this.#lastDueMs = dueMs;
    this.#wait();
  }

  /** Forgets what is on its way. */
  drop(): void {
    this.#cancel?.();
    this.#queue.length = 0;
  }

  #take(piece: Piece): void {
    const cameMs = performance.now();
    const dueMs = this.#started ? Math.max(this.#lastDueMs, cameMs + this.#link.oneWayMs()) : cameMs;
    this.#lastDueMs = dueMs;
    this.#queue.push({ piece, cameMs, epochMs: epochNow(), dueMs });
    if (piece.kind === 'bytes') this.#bytes += piece.bytes.length;
    if (this.#bytes > MOST_BYTES_ON_THE_WAY) this.#from.pause();
    if (this.#started && this.#queue.length === 1) this.#wait();
  }

  #wait(): void {
    const head = this.#queue[0];
    if (head !== undefined)
      this.#cancel = runAt(Math.max(head.dueMs, this.#link.openFromMs()), () => this.#pass());
  }

  #pass(): void {
    const nowMs = performance.now();
    // A stall may have begun while the piece was under way.
    while (this.#link.openFromMs() <= nowMs) {
      const head = this.#queue[0];
      if (head === undefined || head.dueMs > nowMs) break;
      this.#queue.shift();
      this.#deliver(head.piece);
      const delayMs = Math.max(head.dueMs, this.#link.openFromMs()) - head.cameMs;
      const data = head.piece.kind === 'bytes' ? head.piece.bytes : undefined;
      const bytes = data?.length ?? 0;
      const { epochMs } = head;
      const passed = { epochMs, passedEpochMs: epochNow(), bytes, direction: this.#direction, delayMs };
      this.#link.record({ ...this.#of, ...passed }, data);
    }
    this.#wait();
  }

  #deliver(piece: Piece): void {
    if (piece.kind === 'end') this.#to.end();
    else if (piece.kind === 'reset') this.#to.resetAndDestroy();
    else {
      this.#bytes -= piece.bytes.length;
      this.#to.write(piece.bytes);
      if (this.#bytes <= MOST_BYTES_ON_THE_WAY) this.#from.resume();
    }
  }
}
