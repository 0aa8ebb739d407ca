/** What the stream server plays: plain data, so that a test can write down any answer to the byte. */

/** One chunk of the answer (RFC 9112, 7.1), in one write to the socket. */
export type Piece = {
  /** When it is handed to the socket, ms after the last byte of the request. */
  atMs: number;
} & ({ text: string } | { bytes: readonly number[] });

/**
 * What follows the last piece:
 * `end`: the answer ends as it should, and the connection can be used again;
 * `open`: nothing more comes, and the connection stays;
 * `fin`: the connection is closed without the last chunk;
 * `reset`: it is reset (TCP RST). Give it an `endAtMs`: what is not yet read then is lost to the reader.
 */
export type Ending = 'end' | 'open' | 'fin' | 'reset';

/**
 * What a page is told: `open` sends what the reference endpoint sends, `untimed` leaves
 * out Timing-Allow-Origin, `unexposed` leaves out Access-Control-Expose-Headers, and
 * `closed` sends no such field and refuses preflights with the script's own status.
 */
export type Cors = 'open' | 'untimed' | 'unexposed' | 'closed';

export interface StreamScript {
  /** Default 200. */
  status?: number;
  /** Default `text/event-stream`. */
  contentType?: string;
  /** Default `open`. */
  cors?: Cors;
  /** Further fields. A number of ms stands for the HTTP date (RFC 9110, 5.6.7) so long after the request, rounded up. */
  headers?: Readonly<Record<string, string | { dateInMs: number }>>;
  /** When the head is handed over, ms after the last byte of the request. Default 0. */
  headAtMs?: number;
  /** `length` states the sum of all pieces as Content-Length, `close` states nothing. Default `chunked`. */
  framing?: 'chunked' | 'length' | 'close';
  pieces: readonly Piece[];
  /** Default `end`. */
  ending?: Ending;
  /** When that is, ms after the last byte of the request. Default: with the last piece. */
  endAtMs?: number;
}

/** Which requests an answer is for; all that is given must hold. */
export interface Condition {
  /** The body contains this text. */
  bodyHas?: string;
  /** So many requests come first, counted for each address with its query; preflights do not count. */
  firstRequests?: number;
  /** It comes from a page (it has an Origin) that is not among these. */
  originNotIn?: readonly string[];
}

/** The first answer whose condition holds is played. */
export type Route = readonly { when?: Condition; script: StreamScript }[];

/** The bytes of a piece. */
export function bytesOf(piece: Piece): Uint8Array {
  return 'text' in piece ? new TextEncoder().encode(piece.text) : Uint8Array.from(piece.bytes);
}

/** Pieces in a row: the first at `firstMs`, each other `gapMs` later. */
export function paced(texts: readonly string[], firstMs: number, gapMs: number): Piece[] {
  return texts.map((text, index) => ({ atMs: firstMs + index * gapMs, text }));
}
