import type { Readings } from './sample.ts';

/**
 * The measured columns of a sample in the order of the samples CSV, each defined
 * once: storage, exports and reports are all driven by these tables.
 */

type KeysOf<T> = { [K in keyof Readings]-?: NonNullable<Readings[K]> extends T ? K : never }[keyof Readings];

/** A reading that is a number. */
export type NumericKey = KeysOf<number>;

export interface NumericColumn {
  /** The field of `Readings`. */
  key: NumericKey;
  /** Column name in the samples CSV. */
  csv: string;
  unit: 'ms' | 'count' | 'bytes' | 'code' | 'per-s';
  /** What it is, in a sentence for the report's dictionary. */
  meaning: string;
}

export const NUMERIC_COLUMNS: readonly NumericColumn[] = [
  { key: 'httpStatus', csv: 'http_status', unit: 'code', meaning: 'HTTP status of the answer.' },
  {
    key: 'responseMs',
    csv: 'response_ms',
    unit: 'ms',
    meaning:
      'Last byte (or the echo) less the due time: what an application that wanted an answer at that moment felt.',
  },
  {
    key: 'serviceMs',
    csv: 'service_ms',
    unit: 'ms',
    meaning: 'Last byte (or the echo) less the moment of sending.',
  },
  {
    key: 'rttMs',
    csv: 'rtt_ms',
    unit: 'ms',
    meaning:
      'Best reading of one network round trip on a warm connection: first byte less request start, less the server\u2019s own time where it is known.',
  },
  {
    key: 'queueMs',
    csv: 'queue_ms',
    unit: 'ms',
    meaning: 'Wait in the browser for a free connection, and for a CORS preflight, before anything was sent.',
  },
  { key: 'dnsMs', csv: 'dns_ms', unit: 'ms', meaning: 'Name resolution, on new connections.' },
  {
    key: 'connectMs',
    csv: 'connect_ms',
    unit: 'ms',
    meaning: 'Transport handshake without TLS, on new connections.',
  },
  {
    key: 'tlsMs',
    csv: 'tls_ms',
    unit: 'ms',
    meaning: 'TLS handshake, on new connections; over HTTP/3 nearly all of the one handshake.',
  },
  {
    key: 'ttfbMs',
    csv: 'ttfb_ms',
    unit: 'ms',
    meaning: 'First byte of the answer less the moment of sending.',
  },
  { key: 'downloadMs', csv: 'download_ms', unit: 'ms', meaning: 'Last byte less first byte.' },
  {
    key: 'serverMs',
    csv: 'server_ms',
    unit: 'ms',
    meaning:
      'The server\u2019s own time, as it says in Server-Timing or another header (until its answer began), or in the answer itself (all of it).',
  },
  {
    key: 'bytesUp',
    csv: 'bytes_up',
    unit: 'bytes',
    meaning: 'Bytes sent: payload and an estimate of headers and framing.',
  },
  {
    key: 'bytesDown',
    csv: 'bytes_down',
    unit: 'bytes',
    meaning: 'Bytes received: payload and headers or framing as far as the browser tells.',
  },
  {
    key: 'ttftMs',
    csv: 'ttft_ms',
    unit: 'ms',
    meaning: 'TTFT: first non-empty content or reasoning, less the moment of sending.',
  },
  {
    key: 'ttfoMs',
    csv: 'ttfo_ms',
    unit: 'ms',
    meaning: 'TTFO: first content that is not reasoning, less the moment of sending.',
  },
  {
    key: 'tpotMs',
    csv: 'tpot_ms',
    unit: 'ms',
    meaning: 'TPOT: (last content less first content) / (tokens - 1).',
  },
  {
    key: 'e2eMs',
    csv: 'e2e_ms',
    unit: 'ms',
    meaning: 'End to end: last content less the moment of sending.',
  },
  {
    key: 'tokensOut',
    csv: 'tokens_out',
    unit: 'count',
    meaning: 'Tokens of the answer as the server\u2019s usage record says.',
  },
  { key: 'chunks', csv: 'chunks', unit: 'count', meaning: 'Content chunks of the answer.' },
  {
    key: 'uploadMs',
    csv: 'upload_ms',
    unit: 'ms',
    meaning:
      'Request start to first byte of a request whose body takes more than one round trip: the upload of the body and one round trip, and the server\u2019s own time where it does not say how long the body took to arrive.',
  },
  {
    key: 'owdUpMs',
    csv: 'owd_up_var_ms',
    unit: 'ms',
    meaning:
      'One-way delay variation towards the server: delay above the least one of the same hour, the drift between the clocks taken out by a convex hull line (Moon, Skelly, Towsley 1999). A direction that is slower for about an hour or longer does not show.',
  },
  {
    key: 'owdDownMs',
    csv: 'owd_down_var_ms',
    unit: 'ms',
    meaning: 'One-way delay variation from the server, likewise.',
  },
  {
    key: 'longestGapMs',
    csv: 'longest_gap_ms',
    unit: 'ms',
    meaning: 'Longest gap between two chunks of one answer.',
  },
  {
    key: 'stalls',
    csv: 'stalls',
    unit: 'count',
    meaning: 'Gaps of one answer that are 150 ms and three times longer than its usual one.',
  },
  {
    key: 'tokensIn',
    csv: 'tokens_in',
    unit: 'count',
    meaning: 'Tokens of the prompt, as the usage record says.',
  },
  {
    key: 'tokensPerS',
    csv: 'tokens_per_s',
    unit: 'per-s',
    meaning: 'Output tokens by the time until the last content: the wait for the first token is in it.',
  },
  {
    key: 'reads',
    csv: 'reads',
    unit: 'count',
    meaning: 'Pieces in which the network stack handed over the answer.',
  },
  {
    key: 'events',
    csv: 'events',
    unit: 'count',
    meaning: 'Server-sent events, lines or messages of the answer.',
  },
  {
    key: 'keepAlives',
    csv: 'keep_alives',
    unit: 'count',
    meaning: 'Comments and pings, which only keep the connection open.',
  },
  {
    key: 'serverTtftMs',
    csv: 'server_ttft_ms',
    unit: 'ms',
    meaning:
      'The server\u2019s own time from the request\u2019s arrival to its first token, as the answer itself says.',
  },
  {
    key: 'serverQueueMs',
    csv: 'server_queue_ms',
    unit: 'ms',
    meaning: 'Of the server\u2019s own time, the wait before the model began.',
  },
  {
    key: 'networkTtftMs',
    csv: 'network_ttft_ms',
    unit: 'ms',
    meaning:
      'What the server\u2019s clock did not see of the wait for the first token, paired within each request: TTFT less the server\u2019s own, or, where only a header tells it, first byte less that. The network, and whatever stands before the server.',
  },
  {
    key: 'wireTtftMs',
    csv: 'wire_ttft_ms',
    unit: 'ms',
    meaning:
      'TTFT without the browser\u2019s own share of the same request: from the request\u2019s start in the network stack, less the time from the first byte\u2019s arrival there until the page had the head of the answer (Resource Timing). What a reader on a raw socket would see; empty on a new connection.',
  },
  {
    key: 'wireE2eMs',
    csv: 'wire_e2e_ms',
    unit: 'ms',
    meaning: 'End to end, last content, without the browser\u2019s own share, likewise.',
  },
];

/** Metrics that percentiles are made of, in the order of the report. */
export const METRICS: readonly NumericColumn[] = NUMERIC_COLUMNS.filter((column) => column.unit === 'ms');
