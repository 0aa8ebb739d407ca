/** A metadata value with the type that the file states for it. */
export type GgufValue =
  | { type: 'u32' | 'i32' | 'f32'; value: number }
  | { type: 'bool'; value: boolean }
  | { type: 'string'; value: string }
  | { type: 'strings'; value: readonly string[] }
  | { type: 'i32s' | 'f32s'; value: readonly number[] };

/** `shape` is innermost first, as GGUF counts: [inputs, outputs] for a matrix of rows of `inputs`. */
export interface GgufTensor {
  name: string;
  shape: readonly number[];
  data: Float32Array;
}

const VERSION = 3;
/** `general.alignment` where a file does not state one. */
const ALIGNMENT_BYTES = 32;
const F32_TENSOR = 0;
const CODE = { u32: 4, i32: 5, f32: 6, bool: 7, string: 8, array: 9 } as const;

/**
 * Writes a GGUF file, version 3, little endian, all tensors float32.
 * Source: the GGUF specification of the ggml project (docs/gguf.md).
 */
export function writeGguf(
  metadata: Readonly<Record<string, GgufValue>>,
  tensors: readonly GgufTensor[],
): Buffer {
  const head = new FieldWriter();
  head.bytes(new TextEncoder().encode('GGUF'));
  head.u32(VERSION);
  head.u64(tensors.length);
  head.u64(Object.keys(metadata).length);
  for (const [key, value] of Object.entries(metadata)) {
    head.string(key);
    writeValue(head, value);
  }
  let offset = 0;
  for (const { name, shape, data } of tensors) {
    if (shape.reduce((product, size) => product * size, 1) !== data.length) {
      throw new Error(
        `Tensor ${name} has ${data.length} values, which does not fit its shape ${shape.join(' x ')}.`,
      );
    }
    head.string(name);
    head.u32(shape.length);
    for (const size of shape) head.u64(size);
    head.u32(F32_TENSOR);
    head.u64(offset);
    offset += aligned(data.byteLength);
  }
  const fields = head.result();
  const dataStart = aligned(fields.length);
  const file = Buffer.alloc(dataStart + offset);
  file.set(fields);
  let at = dataStart;
  for (const { data } of tensors) {
    for (const [index, value] of data.entries()) file.writeFloatLE(value, at + index * 4);
    at += aligned(data.byteLength);
  }
  return file;
}

const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;

function writeValue(out: FieldWriter, { type, value }: GgufValue): void {
  switch (type) {
    case 'strings':
      out.arrayHead(CODE.string, value.length);
      for (const item of value) out.string(item);
      return;
    case 'i32s':
    case 'f32s': {
      const item = type === 'i32s' ? 'i32' : 'f32';
      out.arrayHead(CODE[item], value.length);
      for (const number of value) out[item](number);
      return;
    }
    case 'bool':
      out.u32(CODE.bool);
      out.bytes(Buffer.of(value ? 1 : 0));
      return;
    case 'string':
      out.u32(CODE.string);
      out.string(value);
      return;
    default:
      out.u32(CODE[type]);
      out[type](value);
  }
}

/** Collects little-endian fields. */
class FieldWriter {
  readonly #parts: Uint8Array[] = [];

  bytes(part: Uint8Array): void {
    this.#parts.push(part);
  }

  u32(value: number): void {
    const field = Buffer.alloc(4);
    field.writeUInt32LE(value);
    this.bytes(field);
  }

  i32(value: number): void {
    this.u32(value >>> 0);
  }

  f32(value: number): void {
    const field = Buffer.alloc(4);
    field.writeFloatLE(value);
    this.bytes(field);
  }

  u64(value: number): void {
    const field = Buffer.alloc(8);
    field.writeBigUInt64LE(BigInt(value));
    this.bytes(field);
  }

  string(text: string): void {
    const utf8 = Buffer.from(text, 'utf8');
    this.u64(utf8.length);
    this.bytes(utf8);
  }

  arrayHead(itemCode: number, count: number): void {
    this.u32(CODE.array);
    this.u32(itemCode);
    this.u64(count);
  }

  result(): Buffer {
    return Buffer.concat(this.#parts);
  }
}
