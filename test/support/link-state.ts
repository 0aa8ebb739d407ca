import { crossing, type Delay, dataRtoMs, rttAtElapsed, SYN_RTO_MS } from './link-delay.ts';
import type { LaneLink, Passage } from './link-lane.ts';

/** Reads along with what passes. */
export type Tap = (passage: Passage, data: Buffer) => void;

/** What the link does now and did before, shared by all its connections. */
export class LinkState implements LaneLink {
  readonly passages: Passage[] = [];
  readonly #blackouts: { fromMs: number; toMs: number }[] = [];
  #delay: Delay;
  #startedMs = performance.now();
  #openFromMs = 0;
  #lastRttMs = 0;

  readonly #tap: Tap | undefined;

  constructor(delay: Delay, tap?: Tap) {
    this.#delay = delay;
    this.#tap = tap;
  }

  /** Since the start of the trace. */
  elapsedMs(): number {
    return performance.now() - this.#startedMs;
  }

  /** Round-trip time at that moment of the trace; undefined where the link is down. */
  rttAt(elapsedMs: number): number | undefined {
    const atMs = this.#startedMs + elapsedMs;
    if (this.#blackouts.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs)) return undefined;
    return rttAtElapsed(this.#delay, elapsedMs);
  }

  oneWayMs(): number {
    const { waitedMs, rttMs } = this.#cross(dataRtoMs(this.#lastRttMs));
    return waitedMs + rttMs / 2;
  }

  /** How long the handshake of a connection that is begun now takes. */
  handshakeMs(): number {
    const { waitedMs, rttMs } = this.#cross(SYN_RTO_MS);
    return waitedMs + rttMs;
  }

  openFromMs(): number {
    return this.#openFromMs;
  }

  record(passage: Passage, data: Buffer | undefined): void {
    this.passages.push(passage);
    if (data !== undefined) this.#tap?.(passage, data);
  }

  stall(ms: number): void {
    this.#openFromMs = Math.max(this.#openFromMs, performance.now() + ms);
  }

  blackout(ms: number): void {
    const fromMs = performance.now();
    this.#blackouts.push({ fromMs, toMs: fromMs + ms });
    // What was under way when the link went down comes through when it is back.
    this.stall(ms);
  }

  setDelay(delay: Delay): void {
    this.#delay = delay;
    this.#startedMs = performance.now();
  }

  #cross(firstRtoMs: number): { waitedMs: number; rttMs: number } {
    const crossed = crossing((elapsedMs) => this.rttAt(elapsedMs), this.elapsedMs(), firstRtoMs);
    this.#lastRttMs = crossed.rttMs;
    return crossed;
  }
}
