import * as v from 'valibot';

/** What the stream server keeps of a request; all moments are Unix time in ms, by its monotonic clock. */
export interface LoggedRequest {
  method: string;
  /** Path and query. */
  address: string;
  origin?: string | undefined;
  /** The fields as received, names in lower case. */
  headers: Record<string, string>;
  /** Of the body, at most the first 64 kB. */
  body: string;
  bodyBytes: number;
  /** Number of the connection, from 1. */
  connection: number;
  /** When the last byte of the request was read. */
  receivedEpochMs: number;
  status?: number | undefined;
  /** When the head was handed to the socket. */
  headEpochMs?: number | undefined;
  /** When each piece was handed to the socket, and its length without framing. */
  pieces: { epochMs: number; bytes: number }[];
  /** How the answer ended, `gone` where the client went away before; undefined while it is played. */
  ending?: 'end' | 'open' | 'fin' | 'reset' | 'gone' | undefined;
  endingEpochMs?: number | undefined;
}

const schema = v.array(
  v.object({
    method: v.string(),
    address: v.string(),
    origin: v.optional(v.string()),
    headers: v.record(v.string(), v.string()),
    body: v.string(),
    bodyBytes: v.number(),
    connection: v.number(),
    receivedEpochMs: v.number(),
    status: v.optional(v.number()),
    headEpochMs: v.optional(v.number()),
    pieces: v.array(v.object({ epochMs: v.number(), bytes: v.number() })),
    ending: v.optional(v.picklist(['end', 'open', 'fin', 'reset', 'gone'])),
    endingEpochMs: v.optional(v.number()),
  }),
);

/** Asks a stream server for its log, of one address or of all, in the order of arrival. Works in pages too. */
export async function readLog(serverUrl: string, address?: string): Promise<LoggedRequest[]> {
  const query = address === undefined ? '' : `?of=${encodeURIComponent(address)}`;
  return v.parse(schema, await (await fetch(`${serverUrl}/log${query}`)).json());
}
