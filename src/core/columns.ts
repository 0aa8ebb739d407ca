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
  unit: 'ms' | 'count' | 'bytes' | 'code';
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
    meaning: 'Wait in the browser for a free connection before anything was sent.',
  },
  { key: 'dnsMs', csv: 'dns_ms', unit: 'ms', meaning: 'Name resolution, on new connections.' },
  {
    key: 'connectMs',
    csv: 'connect_ms',
    unit: 'ms',
    meaning: 'Transport handshake without TLS, on new connections.',
  },
  { key: 'tlsMs', csv: 'tls_ms', unit: 'ms', meaning: 'TLS handshake, on new connections.' },
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
    meaning: 'The server\u2019s own time, as it says in Server-Timing.',
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
];

/** Metrics that percentiles are made of, in the order of the report. */
export const METRICS: readonly NumericColumn[] = NUMERIC_COLUMNS.filter((column) => column.unit === 'ms');
