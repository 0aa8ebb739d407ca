const HEAD_END = Buffer.from('\r\n\r\n');

/** Reads one HTTP/1.1 answer (RFC 9112) by hand, byte by byte as far as framing goes. */
export class RawAnswerReader {
  status: number | undefined;
  /** Names in lower case. */
  readonly headers = new Map<string, string>();
  /** The answer is whole, and the connection may be used again where it is kept. */
  complete = false;

  readonly #onBody: (bytes: Buffer) => void;
  #waiting: Buffer = Buffer.alloc(0);
  #left = 0;
  #state: 'head' | 'size' | 'data' | 'data-end' | 'trailer' | 'sized' | 'until-close' = 'head';

  /** `onBody` gets the bytes of the body, without framing, as they are read. */
  constructor(onBody: (bytes: Buffer) => void) {
    this.#onBody = onBody;
  }

  /** Whether the end of the connection is the end of the answer. */
  get untilClose(): boolean {
    return this.#state === 'until-close';
  }

  /** Throws where the bytes are no HTTP. */
  take(bytes: Buffer): void {
    this.#waiting = this.#waiting.length === 0 ? bytes : Buffer.concat([this.#waiting, bytes]);
    while (!this.complete && this.#step());
  }

  /** Whether there may be more to do with what is there. */
  #step(): boolean {
    switch (this.#state) {
      case 'head':
        return this.#readHead();
      case 'size': {
        const line = this.#line();
        if (line === undefined) return false;
        this.#left = Number.parseInt(line, 16);
        if (!Number.isSafeInteger(this.#left)) throw new Error(`No chunk size: ${line.slice(0, 40)}`);
        this.#state = this.#left === 0 ? 'trailer' : 'data';
        return true;
      }
      case 'data-end':
        if (this.#line() === undefined) return false;
        this.#state = 'size';
        return true;
      case 'trailer': {
        const line = this.#line();
        this.complete = line === '';
        return line !== undefined;
      }
      case 'data':
      case 'sized':
        return this.#readCounted();
      case 'until-close':
        if (this.#waiting.length > 0) this.#onBody(this.#take(this.#waiting.length));
        return false;
    }
  }

  #readHead(): boolean {
    const end = this.#waiting.indexOf(HEAD_END);
    if (end < 0) return false;
    const [line = '', ...fields] = this.#take(end + HEAD_END.length)
      .toString('latin1')
      .trimEnd()
      .split('\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(line)?.[1]);
    if (!Number.isInteger(status)) throw new Error(`No status line: ${line.slice(0, 40)}`);
    if (status < 200) return true;
    this.status = status;
    for (const field of fields) {
      const colon = field.indexOf(':');
      this.headers.set(field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim());
    }
    const length = this.headers.get('content-length');
    if (this.headers.get('transfer-encoding')?.toLowerCase() === 'chunked') this.#state = 'size';
    else if (length === undefined) this.#state = 'until-close';
    else {
      this.#left = Number(length);
      this.#state = 'sized';
      this.complete = this.#left === 0;
    }
    return true;
  }

  #readCounted(): boolean {
    if (this.#waiting.length === 0) return false;
    const part = this.#take(Math.min(this.#left, this.#waiting.length));
    this.#left -= part.length;
    this.#onBody(part);
    if (this.#left > 0) return false;
    if (this.#state === 'sized') this.complete = true;
    else this.#state = 'data-end';
    return true;
  }

  #line(): string | undefined {
    const end = this.#waiting.indexOf('\r\n');
    return end < 0
      ? undefined
      : this.#take(end + 2)
          .subarray(0, end)
          .toString('latin1');
  }

  #take(count: number): Buffer {
    const taken = this.#waiting.subarray(0, count);
    this.#waiting = this.#waiting.subarray(count);
    return taken;
  }
}
