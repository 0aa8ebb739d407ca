/**
 * Numbers as ASCII digits, written into bytes that are full of commas, at a place;
 * each function returns the place behind what it wrote. Integer arithmetic on 32
 * bits, and tables of three digits that are stored four bytes at a time: no string is
 * made. Behind a number up to three commas are written again. The caller has seen to the room.
 */

const ZERO = 48;
const MINUS = 45;
const POINT = 46;
const COMMA = 44;
/** Below 2^30, browsers keep a number in the place of a pointer. */
export const MOST_INT = 1_000_000_000;
/** Its thousandths are below that. */
export const MOST_SMALL = 1_000_000;

/** The longest number that is written here, 2^53 with a sign and three decimals, and the commas behind it. */
export const LONGEST_NUMBER = 28;

/** Four bytes as one number, little endian. */
const four = (a: number, b: number, c: number, d: number) => (a | (b << 8) | (c << 16) | (d << 24)) >>> 0;
const table = (entry: (hundreds: number, tens: number, ones: number) => number) =>
  Uint32Array.from({ length: 1000 }, (_, i) =>
    entry(ZERO + ((i / 100) | 0), ZERO + (((i / 10) | 0) % 10), ZERO + (i % 10)),
  );

/** `000,` to `999,` */
const TRIPLES = table((a, b, c) => four(a, b, c, COMMA));
/** `.000` to `.999` */
const DECIMALS = table((a, b, c) => four(POINT, a, b, c));
/** `0,,,` to `999,` */
const SMALL = table((a, b, c) =>
  a > ZERO ? four(a, b, c, COMMA) : b > ZERO ? four(b, c, COMMA, COMMA) : four(c, COMMA, COMMA, COMMA),
);

/** Writes a whole number from 0 up to 2^53, without leading zeros, at `at`; answers the place behind it, as all of these do. */
export function writeWhole(view: DataView, at: number, value: number): number {
  if (value < MOST_INT) return writeInt(view, at, value | 0);
  const high = Math.floor(value / 1e6);
  const low = (value - high * 1e6) | 0;
  const middle = (low / 1000) | 0;
  return writeTriple(view, writeTriple(view, writeWhole(view, at, high), middle), low - middle * 1000);
}

/** Likewise, below `MOST_INT`: a number that needs no memory of its own when it is handed over. */
export function writeInt(view: DataView, at: number, value: number): number {
  if (value < 1000) return writeSmall(view, at, value);
  const high = (value / 1000) | 0;
  return writeTriple(view, writeInt(view, at, high), value - high * 1000);
}

/** A finite number with three decimals, rounded half away from zero; `-0.000` is written without its sign. */
export function writeDecimal3(view: DataView, at: number, value: number): number {
  let place = at;
  const size = Math.abs(value);
  if (value < 0 && size * 1000 + 0.5 >= 1) view.setUint8(place++, MINUS);
  if (size < MOST_SMALL) return writeThousandths(view, place, (size * 1000 + 0.5) | 0);
  const thousandths = Math.round(size * 1000);
  const whole = Math.floor(thousandths / 1000);
  place = writeWhole(view, place, whole);
  view.setUint32(place, DECIMALS[thousandths - whole * 1000] ?? 0, true);
  return place + 4;
}

/** A number of thousandths below `MOST_INT`, with three decimals. */
export function writeThousandths(view: DataView, at: number, thousandths: number): number {
  const whole = (thousandths / 1000) | 0;
  const place = whole < 1000 ? writeSmall(view, at, whole) : writeInt(view, at, whole);
  view.setUint32(place, DECIMALS[thousandths - whole * 1000] ?? 0, true);
  return place + 4;
}

/** Three digits of a number below 1000. */
function writeTriple(view: DataView, at: number, value: number): number {
  view.setUint32(at, TRIPLES[value] ?? 0, true);
  return at + 3;
}

/** Below 1000. */
function writeSmall(view: DataView, at: number, value: number): number {
  view.setUint32(at, SMALL[value] ?? 0, true);
  return at + (value < 10 ? 1 : value < 100 ? 2 : 3);
}
