import { STATUS_CODES } from 'node:http';

/** What an answer may be the product of, besides this server: said in Server-Timing and by `GET /`. */
export type Simulated = 'starlink' | 'model';

export type HeaderFields = Record<string, string>;

export const ALLOWED_METHODS = 'GET, HEAD, POST, OPTIONS';

/** Longest time that Chromium keeps a preflight, seconds. */
const MAX_AGE_S = '7200';

/** The server's share of a request, in ms. */
export interface Spent {
  /** Until the head of the answer; of an upload, from the end of its body. */
  appMs: number;
  /** How long the body of an upload took to arrive. */
  recvMs?: number | undefined;
}

/** `app;dur=1.2, recv;dur=800, simulated;desc="starlink"` (W3C Server Timing). */
export function serverTiming({ appMs, recvMs }: Spent, simulated: readonly Simulated[]): string {
  const app = `app;dur=${appMs.toFixed(3)}`;
  const recv = recvMs === undefined ? [] : [`recv;dur=${recvMs.toFixed(3)}`];
  return [app, ...recv, ...simulated.map((name) => `simulated;desc="${name}"`)].join(', ');
}

/** The header fields that every answer carries, errors and preflights too (docs/target.md). */
export function commonHeaders(spent: Spent, simulated: readonly Simulated[]): HeaderFields {
  return {
    'Access-Control-Allow-Origin': '*',
    'Timing-Allow-Origin': '*',
    'Access-Control-Max-Age': MAX_AGE_S,
    'Access-Control-Expose-Headers': 'Server-Timing, Retry-After',
    'Cache-Control': 'no-store',
    'Server-Timing': serverTiming(spent, simulated),
  };
}

/** A whole answer as bytes, for sockets that Node has taken from its HTTP server or could not parse. */
export function rawAnswer(status: number, fields: HeaderFields, body: string): Buffer {
  const head = Object.entries({
    ...fields,
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    Connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${head.join('')}\r\n${body}`);
}

/** The body of an error for any client: `{"error":{"message":...}}`, the shape that OpenAI clients read. */
export function errorBody(message: string): string {
  return JSON.stringify({ error: { message, type: 'invalid_request_error' } });
}
