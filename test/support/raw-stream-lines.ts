const LF = 0x0a;
const CR = 0x0d;
const BYTE_ORDER_MARK = '\ufeff';

/**
 * Lines of a stream of bytes, ended by LF, CR or CR LF. UTF-8 has neither in the middle
 * of a character, so that a line is decoded once it is whole, wherever reads fell.
 */
export class RawLines {
  readonly #onLine: (line: string) => void;
  #bytes: number[] = [];
  #afterCr = false;
  #isFirst = true;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  take(bytes: Uint8Array): void {
    for (const byte of bytes) {
      const endsCrLf = byte === LF && this.#afterCr;
      this.#afterCr = byte === CR;
      if (endsCrLf) continue;
      if (byte === LF || byte === CR) this.#line();
      else this.#bytes.push(byte);
    }
  }

  /** The stream has ended: what is there is a line, too. */
  end(): void {
    if (this.#bytes.length > 0) this.#line();
  }

  #line(): void {
    const text = Buffer.from(this.#bytes).toString('utf8');
    this.#bytes = [];
    const line = this.#isFirst && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
    this.#isFirst = false;
    this.#onLine(line);
  }
}

/** The data of server-sent events, by their lines (HTML Standard, 9.2.6). An event without data is none. */
export class RawEvents {
  readonly #onData: (data: string) => void;
  #data: string[] = [];

  constructor(onData: (data: string) => void) {
    this.#onData = onData;
  }

  takeLine(line: string): void {
    if (line === '') {
      if (this.#data.length > 0) this.#onData(this.#data.join('\n'));
      this.#data = [];
      return;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    if (field === 'data') this.#data.push(colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, ''));
  }
}
