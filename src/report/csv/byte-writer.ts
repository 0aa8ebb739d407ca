import { utf8 } from './csv-cell.ts';

const ZERO = 48;
const COMMA = 44;
const INF = utf8('inf');

/**
 * Appends CSV to bytes without a string a cell: over ten times as fast. The
 * cells of a row are each followed by a comma; `endRow` turns the last one into
 * CRLF.
 */
export class ByteWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;

  constructor(room = 1 << 16) {
    this.#bytes = new Uint8Array(room);
  }

  get length(): number {
    return this.#length;
  }

  /** What was written since the last call; the writer starts over with fresh memory. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#bytes = new Uint8Array(this.#bytes.length);
    this.#length = 0;
    return taken;
  }

  empty(): void {
    this.#reserve(1);
    this.#push(COMMA);
  }

  /** A cell that is encoded already. */
  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length + 1);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
    this.#push(COMMA);
  }

  /** A time or duration with three decimals; empty for NaN and undefined, `inf` for Infinity. */
  decimal3(value: number | undefined): void {
    if (value === undefined || Number.isNaN(value)) this.empty();
    else if (value === Number.POSITIVE_INFINITY) this.raw(INF);
    else this.#decimal3(value);
  }

  #decimal3(value: number): void {
    this.#reserve(32);
    const thousandths = Math.round(Math.abs(value) * 1000);
    if (value < 0 && thousandths > 0) this.#push(45);
    const whole = Math.floor(thousandths / 1000);
    this.#digits(whole);
    this.#push(46);
    this.#fixed(thousandths - whole * 1000, 3);
    this.#push(COMMA);
  }

  /** A whole number from 0 on; empty for NaN and undefined. */
  whole(value: number | undefined): void {
    if (value === undefined || Number.isNaN(value)) {
      this.empty();
      return;
    }
    this.#reserve(32);
    this.#digits(Math.round(Math.max(0, value)));
    this.#push(COMMA);
  }

  endRow(): void {
    this.#reserve(2);
    this.#bytes[this.#length - 1] = 13;
    this.#push(10);
  }

  #digits(value: number): void {
    // Integers of more than 9 digits are cut, because arithmetic on 32 bits is several times as fast.
    if (value >= 1e9) {
      const high = Math.floor(value / 1e9);
      this.#digits(high);
      this.#fixed(value - high * 1e9, 9);
      return;
    }
    let width = 1;
    for (let limit = 10; value >= limit; limit *= 10) width += 1;
    this.#fixed(value, width);
  }

  #fixed(value: number, width: number): void {
    let rest = value | 0;
    for (let at = this.#length + width - 1; at >= this.#length; at--) {
      const next = (rest / 10) | 0;
      this.#bytes[at] = ZERO + rest - next * 10;
      rest = next;
    }
    this.#length += width;
  }

  #push(byte: number): void {
    this.#bytes[this.#length++] = byte;
  }

  #reserve(room: number): void {
    if (this.#length + room <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + room));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
