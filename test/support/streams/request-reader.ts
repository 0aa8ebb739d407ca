/** One request, whole. */
export interface Asked {
  method: string;
  /** Path and query. */
  address: string;
  /** Names in lower case; of equal names the last. */
  headers: Record<string, string>;
  body: Buffer;
  /** `performance.now()` when the last byte was read. */
  readMs: number;
}

const MOST_BYTES = 16_000_000;
const HEAD_END = '\r\n\r\n';

/** Reads HTTP/1.1 requests (RFC 9112) off the bytes of a connection, whatever the reads. */
export class RequestReader {
  readonly #onRequest: (asked: Asked) => void;
  #waiting: Buffer = Buffer.alloc(0);

  constructor(onRequest: (asked: Asked) => void) {
    this.#onRequest = onRequest;
  }

  /** Throws where it is no HTTP, or larger than 16 MB. */
  take(bytes: Buffer): void {
    this.#waiting = Buffer.concat([this.#waiting, bytes]);
    if (this.#waiting.length > MOST_BYTES) throw new Error('The request is too large.');
    for (let asked = this.#next(); asked !== undefined; asked = this.#next()) this.#onRequest(asked);
  }

  #next(): Asked | undefined {
    const headEnd = this.#waiting.indexOf(HEAD_END);
    if (headEnd < 0) return undefined;
    const [line = '', ...fields] = this.#waiting.subarray(0, headEnd).toString('latin1').split('\r\n');
    const [, method, address] = /^([A-Z]+) (\S+) HTTP\/1\.1$/.exec(line) ?? [];
    if (method === undefined || address === undefined) throw new Error(`No request line: ${line}`);
    const headers = Object.fromEntries(
      fields.map((field) => {
        const colon = field.indexOf(':');
        return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()];
      }),
    );
    const rest = this.#waiting.subarray(headEnd + HEAD_END.length);
    const found = headers['transfer-encoding'] === 'chunked' ? dechunk(rest) : sized(rest, headers);
    if (found === undefined) return undefined;
    this.#waiting = found.rest;
    return { method, address, headers, body: found.body, readMs: performance.now() };
  }
}

interface Found {
  body: Buffer;
  rest: Buffer;
}

function sized(bytes: Buffer, headers: Record<string, string>): Found | undefined {
  const length = Number(headers['content-length'] ?? 0);
  return bytes.length < length
    ? undefined
    : { body: bytes.subarray(0, length), rest: bytes.subarray(length) };
}

/** Trailers are not looked for: nobody here sends any. */
function dechunk(bytes: Buffer): Found | undefined {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(bytes.subarray(at, lineEnd).toString('latin1'), 16);
    const end = lineEnd + 2 + size;
    if (bytes.length < end + 2) return undefined;
    if (size === 0) return { body: Buffer.concat(parts), rest: bytes.subarray(end + 2) };
    parts.push(bytes.subarray(lineEnd + 2, end));
    at = end + 2;
  }
}
