import type { BenchRow } from '../../src/commands/bench-row.ts';
import { numbersOf, quantile, type Row } from '../e2e/csv.ts';
import { truthMs } from '../support/link-truth.ts';
import { wireTimes } from '../support/link-wire.ts';
import type { RawSample } from '../support/raw-client.ts';
import type { AppRun } from './accuracy-app.ts';
import type { Watched } from './accuracy-lab.ts';
import { PEERS, type PeerName } from './accuracy-peers.ts';
import type { Scenario } from './accuracy-scenarios.ts';

/** All that was measured on the link of one scenario, each with the truth of its own minutes. */
export interface Measured {
  scenario: Scenario;
  app: Watched<AppRun>;
  peers: Record<'fetch' | 'cloudflare', Watched<number[]>> & Partial<Record<PeerName, Watched<number[]>>>;
}

/** In the order of the table. */
export const PROBES = ['http', 'websocket'] as const;
export type ProbeKind = (typeof PROBES)[number];

export const PERCENTILES = [
  ['p50', 0.5],
  ['p95', 0.95],
  ['p99', 0.99],
] as const;

const PEER_NAMES = ['fetch', 'cloudflare'] as const;

/**
 * What can be compared with the raw client. In a blackout a browser's six
 * connections hang and nothing else is sent: twelve requests decide p95 and p99.
 */
export function comparable(
  { scenario }: Measured,
  probe: ProbeKind,
): readonly (typeof PERCENTILES)[number][] {
  return scenario.name === 'blackouts' && probe === 'http' ? PERCENTILES.slice(0, 1) : PERCENTILES;
}

/** On the constant link: http, websocket. */
const RTT_GOALS_MS = { p50: { http: 1, websocket: 1 }, p99: { http: 5, websocket: 2 } };
const RESPONSE_GOAL = 0.05;

/** Measured less true, in ms. */
export function appError({ app }: Measured, probe: ProbeKind, p: number): number {
  return quantile(numbersOf(rowsOfKind(app.result, probe), 'rtt_ms'), p) - quantile(rtts(app.raw[probe]), p);
}

/** NaN where the peer did not run. The bare worker has a WebSocket, the others send requests. */
export function peerError({ peers }: Measured, peer: PeerName, p: number): number {
  const watched = peers[peer];
  if (watched === undefined) return Number.NaN;
  const truth = watched.raw[peer === 'worker' ? 'websocket' : 'http'];
  return quantile(watched.result, p) - quantile(rtts(truth), p);
}

/** Errors of the round-trip time against the raw client, each beside each peer's. */
export function rttRows(measured: Measured): BenchRow[] {
  const { name } = measured.scenario;
  return PROBES.flatMap((probe) =>
    comparable(measured, probe).flatMap(([label, p]) => {
      const value = Math.abs(appError(measured, probe, p));
      const row = { metric: `${name}: error of ${label} of rtt_ms, ${probe}`, value, unit: 'ms' };
      // The peers' truth there is HTTP's, of which too little was sent.
      if (name === 'blackouts' && label !== 'p50') return [row];
      const likes: PeerName[] =
        probe === 'websocket' && measured.peers.worker !== undefined
          ? ['worker', ...PEER_NAMES]
          : [...PEER_NAMES];
      const beside = likes.map((peer) => ({
        ...row,
        peer: PEERS[peer],
        peerValue: Math.abs(peerError(measured, peer, p)),
      }));
      if (name !== 'constant' || label === 'p95') return beside;
      return [...beside, { ...row, peer: 'goal', peerValue: RTT_GOALS_MS[label][probe] }];
    }),
  );
}

/**
 * Relative errors of the response time against what the link delivered: for each
 * due time that was answered, when the link handed the answer over. Of a peer,
 * against the link's delay at due times spread evenly over its run, which is what
 * its users would have met.
 */
export function responseRows(measured: Measured): BenchRow[] {
  const { scenario, app } = measured;
  if (scenario.name === 'constant' || scenario.name === 'slots') return [];
  return PROBES.flatMap((probe) => {
    const rows = rowsOfKind(app.result, probe);
    const answered = rows.filter(({ response_ms }) => response_ms !== undefined);
    const times = wireTimes(
      app.wire[probe],
      answered.map(({ due_epoch_ms, late_ms }) => {
        const dueEpochMs = Number(due_epoch_ms);
        return { dueEpochMs, sentEpochMs: dueEpochMs + Number(late_ms) };
      }),
    );
    const seen = answered.filter((_, i) => times[i] !== undefined);
    const truth = times.filter((ms) => ms !== undefined);
    const errors = PERCENTILES.slice(1).flatMap(([label, p]) => {
      const value = relativeError(numbersOf(seen, 'response_ms'), truth, p);
      const row = {
        metric: `${scenario.name}: error of ${label} of response_ms, ${probe}`,
        value,
        unit: 'share',
      };
      const beside = PEER_NAMES.map((peer) => ({
        ...row,
        peer: PEERS[peer],
        peerValue: peerResponseError(measured, peer, p),
      }));
      if (scenario.name !== 'stalls') return beside;
      return [...beside, { ...row, peer: 'goal', peerValue: RESPONSE_GOAL }];
    });
    const share = { metric: `${scenario.name}: due times answered, ${probe}`, unit: 'share' };
    return [...errors, { ...share, value: answered.length / rows.length }];
  });
}

/** How far the raw client itself is from the link's own delay: what the emulator and Node add. */
export function rawRows({ scenario, app }: Measured): BenchRow[] {
  return PROBES.flatMap((probe) => {
    const answered = app.raw[probe].filter(({ responseMs }) => responseMs !== undefined);
    const due = answered.map(({ dueEpochMs }) => dueEpochMs);
    const truth = truthMs(app.record, due, probe === 'websocket');
    return PERCENTILES.map(([label, p]) => ({
      metric: `${scenario.name}: raw client less the link, ${label}, ${probe}`,
      value:
        quantile(
          answered.map(({ responseMs = Number.NaN }) => responseMs),
          p,
        ) - quantile(truth, p),
      unit: 'ms',
    }));
  });
}

function peerResponseError({ peers }: Measured, peer: 'fetch' | 'cloudflare', p: number): number {
  const { result, raw, record } = peers[peer];
  const due = raw.http.map(({ dueEpochMs }) => dueEpochMs);
  return relativeError(result, truthMs(record, due, false), p);
}

function relativeError(measured: readonly number[], truth: readonly number[], p: number): number {
  const trueMs = quantile(truth, p);
  return Math.abs(quantile(measured, p) - trueMs) / trueMs;
}

function rowsOfKind({ samples }: AppRun, probe: ProbeKind): Row[] {
  return samples.filter(({ kind }) => kind === probe);
}

const rtts = (samples: readonly RawSample[]): number[] =>
  samples.flatMap(({ rttMs }) => (rttMs === undefined ? [] : [rttMs]));
