import { differenceOf, type Moments, placesOfLine, readLine } from './clock-read.ts';
import { placesOfDue, readDue } from './due-times-read.ts';
import type { Entry, Head } from './head.ts';
import { endOfInts, readInts } from './int-blocks-read.ts';
import {
  DUE_EPOCH,
  DUE_MONO,
  ICL,
  LATE,
  LINE,
  METHOD,
  OUTCOME,
  PER,
  SMALL_IDS,
  ULPS_BESIDE,
} from './layout.ts';
import { type ListPlaces, placesOfLists, readGaps } from './lists-read.ts';
import { placesOfGrid, readGrid } from './numbers-read.ts';
import { applyPatches, bitsOf, endOfPatches } from './patches.ts';
import { Recent, Unpacked } from './recent.ts';
import { ints, spareBytes, spareDoubles, spareFloats } from './scratch.ts';
import { addUlps } from './ulps.ts';

type Floats = Float32Array<ArrayBuffer>;
type Doubles = Float64Array<ArrayBuffer>;
type Bytes = Uint8Array<ArrayBuffer>;

/** Fills an array that has a place for each row, whatever was in it. */
type Fill<T> = (into: T) => void;

const SMALL = new Set<number>([OUTCOME, ...Object.values(SMALL_IDS)]);
const FIRST_NUMBER = 32;
const FIRST_LINE = LINE.sent;
const LAST_LINE = LINE.lastToken;

/** The columns of a packed batch, found and held to their bounds, but not unpacked. */
export class PackedColumns {
  readonly doubles = new Map<number, Recent<Doubles>>();
  readonly floats = new Map<number, Recent<Floats>>();
  readonly small = new Map<number, Recent<Bytes>>();
  lists: { offsets: ListPlaces['offsets']; gaps: Recent<Floats> } | undefined;
  readonly #head: Head;
  readonly #lines = new Map<number, Recent<Doubles>>();
  readonly #unpacked = new Unpacked();

  private constructor(head: Head) {
    this.#head = head;
  }

  /** Undefined where a column does not lie within its bounds, or says of itself what cannot be. */
  static of(head: Head): PackedColumns | undefined {
    const columns = new PackedColumns(head);
    for (const [id, entry] of head.entries) if (!columns.#take(id, entry)) return undefined;
    const { doubles, floats, small } = columns;
    const isWhole = doubles.has(DUE_MONO) && doubles.has(DUE_EPOCH) && floats.has(LATE) && small.has(OUTCOME);
    return isWhole ? columns : undefined;
  }

  /** Columns refer to earlier ones alone, so that none can stand on itself. */
  #take(id: number, entry: Entry): boolean {
    if (id === DUE_MONO || id === DUE_EPOCH) return this.#keepDoubles(this.doubles, id, this.#due(entry));
    if (id >= FIRST_LINE && id <= LAST_LINE) return this.#keepDoubles(this.#lines, id, this.#line(entry));
    if (id === ICL) return this.#takeLists(entry);
    const { count } = this.#head;
    if (SMALL.has(id)) {
      const fill = this.#smallOf(entry);
      if (fill !== undefined) this.small.set(id, new Recent(this.#unpacked, spareBytes, count, fill));
      return fill !== undefined;
    }
    // One of a later version.
    if (id !== LATE && (id < FIRST_NUMBER || id >= FIRST_LINE)) return true;
    const fill = this.#number(entry);
    if (fill !== undefined) this.floats.set(id, new Recent(this.#unpacked, spareFloats, count, fill));
    return fill !== undefined;
  }

  #keepDoubles(columns: Map<number, Recent<Doubles>>, id: number, fill: Fill<Doubles> | undefined): boolean {
    if (fill !== undefined) columns.set(id, new Recent(this.#unpacked, spareDoubles, this.#head.count, fill));
    return fill !== undefined;
  }

  #due({ method, at, end }: Entry): Fill<Doubles> | undefined {
    const { words, count } = this.#head;
    if (method === METHOD.constant && end - at === 2) {
      const [value = Number.NaN] = new Float64Array(words.slice(at, end).buffer);
      return (into) => into.fill(value);
    }
    if (method === METHOD.raw && end - at === 2 * count)
      return (into) => bitsOf(into).set(words.subarray(at, end));
    const places = method === METHOD.trend ? placesOfDue(words, at, end, count) : undefined;
    const mono = this.doubles.get(DUE_MONO);
    if (places === undefined || (places.follows && mono === undefined)) return undefined;
    return (into) => readDue(words, at, places, places.follows ? mono?.peek() : undefined, into);
  }

  #smallOf({ method, at, end }: Entry): Fill<Bytes> | undefined {
    const { words, count } = this.#head;
    if (method === METHOD.constant) return this.#constant(at, end);
    if (method !== METHOD.ints || endOfInts(words, at, end, count) !== end) return undefined;
    return (into) => {
      const values = ints(0, count);
      readInts(words, at, values);
      into.set(values);
    };
  }

  /** One value, and the rows with another one. */
  #constant(at: number, end: number): Fill<Uint32Array<ArrayBuffer> | Bytes> | undefined {
    const { words, count } = this.#head;
    if (at >= end || endOfPatches(words, at + 1, end, count, 1) !== end) return undefined;
    return (into) => {
      into.fill(words[at] as number);
      applyPatches(words, at + 1, into, 1);
    };
  }

  #number({ method, at, end }: Entry): Fill<Floats> | undefined {
    const { words, count } = this.#head;
    if (method === METHOD.constant) {
      const fill = this.#constant(at, end);
      return fill && ((into) => fill(bitsOf(into)));
    }
    if (method === METHOD.raw && end - at === count)
      return (into) => bitsOf(into).set(words.subarray(at, end));
    if (method === METHOD.clock) return this.#difference(at, end);
    const places = method === METHOD.grid ? placesOfGrid(words, at, end, count) : undefined;
    return places && ((into) => readGrid(words, places, into));
  }

  #difference(at: number, end: number): Fill<Floats> | undefined {
    const { words, count } = this.#head;
    if (at >= end) return undefined;
    const head = words[at] as number;
    const hasUlps = (head & ULPS_BESIDE) !== 0;
    const patches = hasUlps ? endOfInts(words, at + 1, end, count) : at + 1;
    if (patches === undefined || endOfPatches(words, patches, end, count, 1) !== end) return undefined;
    const [to, from, less] = [head & 255, (head >>> 8) & 255, (head >>> 16) & 255];
    const [a, b] = [this.#moments(to), this.#moments(from)];
    const own = less === 0 ? undefined : this.floats.get(less);
    const per = head >>> 25 === 0 ? 0 : PER[(head >>> 25) - 1];
    if (a === undefined || b === undefined || per === undefined || (less > 0 && own === undefined))
      return undefined;
    return (into) => {
      const minus = own && { values: own.peek(), per };
      differenceOf(a(), b(), minus, into);
      const bits = bitsOf(into);
      if (hasUlps) addUlps(words, at + 1, bits);
      applyPatches(words, patches, bits, 1);
    };
  }

  #line({ method, at, end }: Entry): Fill<Doubles> | undefined {
    const { words, count } = this.#head;
    const places = method === METHOD.ints ? placesOfLine(words, at, end, count) : undefined;
    const from = places && this.#moments(places.from);
    return places && from && ((into) => readLine(words, places, from(), into));
  }

  #moments(id: number): (() => Moments) | undefined {
    const isDue = id === LINE.due;
    const line = isDue ? this.doubles.get(DUE_MONO) : this.#lines.get(id);
    return line && (() => ({ ms: line.peek(), isDue }));
  }

  #takeLists({ method, at, end }: Entry): boolean {
    const { words, count } = this.#head;
    const places = method === METHOD.lists ? placesOfLists(words, at, end, count) : undefined;
    const line = places && places.line > 0 ? this.#moments(places.line) : undefined;
    if (places === undefined || (places.line > 0 && line === undefined)) return false;
    const total = places.offsets[count] ?? 0;
    const gaps = new Recent(this.#unpacked, spareGaps, total, (into) =>
      readGaps(words, places, line?.(), into),
    );
    this.lists = { offsets: places.offsets, gaps };
    return true;
  }
}

/** Lists are of another length each time. */
const spareGaps = { take: (count: number) => new Float32Array(count), giveBack: () => {} };
