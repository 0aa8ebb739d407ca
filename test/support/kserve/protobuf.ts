const VARINT = 0;
const LENGTH_DELIMITED = 2;

/** Collects the fields of one message in the wire format of Protocol Buffers (its encoding guide). */
export class Message {
  readonly #parts: Uint8Array[] = [];

  /** A whole number, 0 or more. */
  integer(field: number, value: number): this {
    return this.#add(varint(field * 8 + VARINT), varint(value));
  }

  bytes(field: number, value: Uint8Array): this {
    return this.#add(varint(field * 8 + LENGTH_DELIMITED), varint(value.length), value);
  }

  text(field: number, value: string): this {
    return this.bytes(field, Buffer.from(value, 'utf8'));
  }

  message(field: number, value: Message): this {
    return this.bytes(field, value.toBytes());
  }

  toBytes(): Buffer {
    return Buffer.concat(this.#parts);
  }

  #add(...parts: Uint8Array[]): this {
    this.#parts.push(...parts);
    return this;
  }
}

/** Seven bits a byte, the lowest first; all but the last have the eighth set. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let left = value;
  while (left >= 0x80) {
    bytes.push((left % 0x80) + 0x80);
    left = Math.floor(left / 0x80);
  }
  return Uint8Array.from([...bytes, left]);
}
