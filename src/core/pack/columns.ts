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
import { doublesOf, giveBack, ints } from './scratch.ts';
import { addUlps } from './ulps.ts';

type Floats = Float32Array<ArrayBuffer>;
type Doubles = Float64Array<ArrayBuffer>;
type Bytes = Uint8Array<ArrayBuffer>;

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
  readonly #lines = new Map<number, Recent<Moments>>();
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
    if (id === DUE_MONO || id === DUE_EPOCH) return this.#keep(this.doubles, id, this.#due(entry));
    if (SMALL.has(id)) return this.#keep(this.small, id, this.#smallOf(entry));
    if (id === ICL) return this.#takeLists(entry);
    if (id >= FIRST_LINE && id <= LAST_LINE)
      return this.#keep(this.#lines, id, this.#line(entry), ({ ms }) => giveBack(ms));
    // One of a later version.
    if (id !== LATE && (id < FIRST_NUMBER || id >= FIRST_LINE)) return true;
    return this.#keep(this.floats, id, this.#number(entry));
  }

  #due({ method, at, end }: Entry): (() => Doubles) | undefined {
    const { words, count } = this.#head;
    if (method === METHOD.constant && end - at === 2) {
      const [value = Number.NaN] = new Float64Array(words.slice(at, end).buffer);
      return () => new Float64Array(count).fill(value);
    }
    if (method === METHOD.raw && end - at === 2 * count)
      return () => new Float64Array(words.slice(at, end).buffer);
    const places = method === METHOD.trend ? placesOfDue(words, at, end, count) : undefined;
    const mono = this.doubles.get(DUE_MONO);
    if (places === undefined || (places.follows && mono === undefined)) return undefined;
    return () =>
      readDue(words, at, places, places.follows ? mono?.get() : undefined, new Float64Array(count));
  }

  #smallOf({ method, at, end }: Entry): (() => Bytes) | undefined {
    const { words, count } = this.#head;
    if (method === METHOD.constant) {
      const fill = this.#constant(at, end);
      return fill && (() => fill(new Uint8Array(count)));
    }
    if (method !== METHOD.ints || endOfInts(words, at, end, count) !== end) return undefined;
    return () => {
      const values = ints(0, count);
      readInts(words, at, values);
      return new Uint8Array(values);
    };
  }

  /** One value, and the rows with another one. */
  #constant(at: number, end: number) {
    const { words, count } = this.#head;
    if (at >= end || endOfPatches(words, at + 1, end, count, 1) !== end) return undefined;
    return <T extends Uint32Array<ArrayBuffer> | Bytes>(values: T): T => {
      // A new array is 0 already.
      if (words[at] !== 0) values.fill(words[at] as number);
      applyPatches(words, at + 1, values, 1);
      return values;
    };
  }

  #number({ method, at, end }: Entry): (() => Floats) | undefined {
    const { words, count } = this.#head;
    if (method === METHOD.constant) {
      const fill = this.#constant(at, end);
      return fill && (() => new Float32Array(fill(new Uint32Array(count)).buffer));
    }
    if (method === METHOD.raw && end - at === count)
      return () => new Float32Array(words.slice(at, end).buffer);
    if (method === METHOD.clock) return this.#difference(at, end);
    const places = method === METHOD.grid ? placesOfGrid(words, at, end, count) : undefined;
    return places && (() => readGrid(words, places, new Float32Array(count)));
  }

  #difference(at: number, end: number): (() => Floats) | undefined {
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
    return () => {
      const minus = own && { values: own.get(), per };
      const values = differenceOf(a(), b(), minus, new Float32Array(count));
      if (hasUlps) addUlps(words, at + 1, bitsOf(values));
      applyPatches(words, patches, bitsOf(values), 1);
      return values;
    };
  }

  #line({ method, at, end }: Entry): (() => Moments) | undefined {
    const { words, count } = this.#head;
    const places = method === METHOD.ints ? placesOfLine(words, at, end, count) : undefined;
    const from = places && this.#moments(places.from);
    return places && from && (() => readLine(words, places, from(), doublesOf(count)));
  }

  #moments(id: number): (() => Moments) | undefined {
    const due = this.doubles.get(DUE_MONO);
    if (id === LINE.due) return due && (() => ({ ms: due.get(), isDue: true }));
    const line = this.#lines.get(id);
    return line && (() => line.get());
  }

  #takeLists({ method, at, end }: Entry): boolean {
    const { words, count } = this.#head;
    const places = method === METHOD.lists ? placesOfLists(words, at, end, count) : undefined;
    const line = places && places.line > 0 ? this.#moments(places.line) : undefined;
    if (places === undefined || (places.line > 0 && line === undefined)) return false;
    const gaps = new Recent(this.#unpacked, () => readGaps(words, places, line?.()));
    this.lists = { offsets: places.offsets, gaps };
    return true;
  }

  #keep<T>(
    columns: Map<number, Recent<T>>,
    id: number,
    read: (() => T) | undefined,
    free?: (value: T) => void,
  ): boolean {
    if (read !== undefined) columns.set(id, new Recent(this.#unpacked, read, free));
    return read !== undefined;
  }
}
