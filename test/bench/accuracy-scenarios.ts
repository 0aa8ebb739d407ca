import { uniformAt } from '../../src/core/schedule/random.ts';
import type { Delay, TraceRow } from '../support/link-delay.ts';
import type { Hold } from '../support/link-truth.ts';

/** What the emulated link does in one part of the bench, and how it is probed. */
export interface Scenario {
  name: 'constant' | 'slots' | 'stalls' | 'loss' | 'blackouts';
  delay: Delay;
  /** Times in ms after the beginning. */
  holds: { kind: Hold['kind']; atMs: number; ms: number }[];
  /** How long the campaign is, and each peer's run, in seconds. */
  appS: number;
  peerS: number;
  httpIntervalMs: number;
  websocketIntervalMs: number;
  /** Connections of the raw client: enough for all that may be under way at once. */
  rawConnections: number;
}

/** Round trip of the link where nothing else is said, ms. */
export const BASE_RTT_MS = 30;
const SLOT_S = 15;
const SLOT_MEDIANS_MS = [34, 58, 27, 80, 45];
const NOISE_MS = 5;
const NOISE_STEP_S = 0.05;
const STALL = { everyMs: 15_000, firstMs: 7_000, ms: 1000 };
/**
 * A segment is sent again after 200 ms, then after 400: 6.7 % of requests wait 200 ms and 2.5 % 600 ms,
 * so that neither p95 nor p99 lies at an edge, where chance would decide.
 */
const LOSS = { everyS: 3, lastsS: 0.26 };
const BLACKOUTS = {
  cycleS: 36,
  holds: [
    { atMs: 4_000, ms: 6_000 },
    { atMs: 15_000, ms: 12_000 },
  ],
};
/** Six, as a browser has, so that what is due while all of them are stuck is not sent either. */
const BROWSER_CONNECTIONS = 6;

/** The five scenarios; `scale` 1 is what the bench does by itself. */
export function scenarios(scale: number): Scenario[] {
  const of = (seconds: number): number => Math.max(5, Math.round(seconds * scale));
  const dense = { httpIntervalMs: 125, websocketIntervalMs: 50 };
  const cycles = Math.max(1, Math.round(scale));
  const blackoutS = BLACKOUTS.cycleS * cycles;
  return [
    {
      name: 'constant',
      delay: BASE_RTT_MS,
      holds: [],
      appS: of(65),
      peerS: of(20),
      ...dense,
      rawConnections: 12,
    },
    { name: 'slots', delay: slots(), holds: [], appS: of(75), peerS: of(45), ...dense, rawConnections: 12 },
    {
      name: 'stalls',
      delay: BASE_RTT_MS,
      holds: stalls(of(100)),
      appS: of(100),
      peerS: of(30),
      // Six connections carry five a second through a stall of a second; more would wait in the browser.
      httpIntervalMs: 200,
      websocketIntervalMs: 50,
      rawConnections: 40,
    },
    {
      name: 'loss',
      delay: loss(),
      holds: [],
      appS: of(75),
      peerS: of(25),
      httpIntervalMs: 145,
      websocketIntervalMs: 50,
      rawConnections: 40,
    },
    {
      name: 'blackouts',
      delay: BASE_RTT_MS,
      holds: Array.from({ length: cycles }, (_, cycle) =>
        BLACKOUTS.holds.map(({ atMs, ms }) => ({
          kind: 'blackout' as const,
          atMs: atMs + cycle * BLACKOUTS.cycleS * 1000,
          ms,
        })),
      ).flat(),
      appS: blackoutS,
      peerS: blackoutS,
      httpIntervalMs: 200,
      websocketIntervalMs: 50,
      rawConnections: BROWSER_CONNECTIONS,
    },
  ];
}

/** Medians that jump every 15 s, as Starlink reassigns, with a few ms of noise. */
function slots(): TraceRow[] {
  const rows = (SLOT_MEDIANS_MS.length * SLOT_S) / NOISE_STEP_S;
  return Array.from({ length: rows + 1 }, (_, row) => {
    const tS = row * NOISE_STEP_S;
    const median = SLOT_MEDIANS_MS[Math.floor(tS / SLOT_S) % SLOT_MEDIANS_MS.length] ?? BASE_RTT_MS;
    return { tS, rttMs: median + NOISE_MS * (uniformAt(1, 0, row) - 0.5) };
  });
}

function stalls(seconds: number): Scenario['holds'] {
  const count = Math.ceil((seconds * 1000 - STALL.firstMs - STALL.ms) / STALL.everyMs);
  return Array.from({ length: Math.max(0, count) }, (_, n) => ({
    kind: 'stall' as const,
    atMs: STALL.firstMs + n * STALL.everyMs,
    ms: STALL.ms,
  }));
}

function loss(): TraceRow[] {
  const { everyS, lastsS } = LOSS;
  return [
    { tS: 0, rttMs: BASE_RTT_MS },
    { tS: everyS - lastsS, rttMs: undefined },
    { tS: everyS, rttMs: BASE_RTT_MS },
  ];
}
