import { linkAt } from './model.ts';

/** What TCP makes of the link for one message in one direction. */
export interface Transit {
  /** From handing over to the transmission that gets through, ms; 0 when the first one does. */
  heldMs: number;
  /** From that transmission to arrival: half a round trip, ms. */
  flightMs: number;
}

/** Linux waits at least this long, beyond the round trip, before it sends again (tcp(7), RFC 6298). */
const FIRST_WAIT_MS = 200;
/**
 * Each wait doubles (RFC 6298), and here stops at 2 s. A real sender goes on to 120 s, which made
 * a standing connection answer 12 s after an 18 s blackout had ended in one recording. With the
 * cap, outages in a report stay close to those of the model and a demo does not stand still.
 */
const LONGEST_WAIT_MS = 2_000;

/**
 * When a message handed over at a Unix time in ms gets through: lost transmissions are repeated
 * after a wait that doubles, until one falls outside of loss bursts and outages.
 */
export function transit(seed: number, epochMs: number): Transit {
  let at = epochMs;
  let state = linkAt(seed, at);
  let waitMs = FIRST_WAIT_MS + state.rttMs;
  while (state.lossy) {
    at += waitMs;
    waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2);
    state = linkAt(seed, at);
  }
  return { heldMs: at - epochMs, flightMs: state.rttMs / 2 };
}
