/** Takes values for cells, such as hours, one cell after the other. */
export interface CellTaker {
  /** What comes next is of this cell. */
  turnTo(cell: number): void;
  add(values: Float32Array): void;
}

type Visit = (cell: number, values: Float32Array<ArrayBuffer>) => void;

/** Values that grow. */
class Room {
  #values = new Float32Array(256);
  n = 0;

  add(values: Float32Array): void {
    const needed = this.n + values.length;
    if (needed > this.#values.length) {
      const larger = new Float32Array(2 * needed);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values.set(values, this.n);
    this.n = needed;
  }

  values(): Float32Array<ArrayBuffer> {
    return this.#values.subarray(0, this.n);
  }
}

/**
 * Gathers the values of cells that mostly come one after the other, as hours do, so that only one of
 * them lies in memory: calls back with all values of a cell when the next one begins. The values may be
 * put into another order; the next cell overwrites them. A cell that time came back to, as where a clock was
 * set back, is visited with a part of its values and stands in `cameAgain`: read all once more into
 * `CellRooms`, and let what is visited then count.
 */
export class CellRuns implements CellTaker {
  readonly cameAgain = new Set<number>();
  readonly #visit: Visit;
  readonly #room = new Room();
  readonly #closed = new Set<number>();
  #cell = Number.NaN;

  constructor(visit: Visit) {
    this.#visit = visit;
  }

  turnTo(cell: number): void {
    if (cell === this.#cell) return;
    this.end();
    this.#cell = cell;
    if (this.#closed.has(cell)) this.cameAgain.add(cell);
  }

  add(values: Float32Array): void {
    this.#room.add(values);
  }

  end(): void {
    if (Number.isNaN(this.#cell)) return;
    this.#closed.add(this.#cell);
    this.#visit(this.#cell, this.#room.values());
    this.#room.n = 0;
    this.#cell = Number.NaN;
  }
}

/** Gathers all values of a few cells, in whatever order they come, and of no others. */
export class CellRooms implements CellTaker {
  readonly #rooms: ReadonlyMap<number, Room>;
  #now: Room | undefined;

  constructor(cells: Iterable<number>) {
    this.#rooms = new Map([...cells].map((cell) => [cell, new Room()]));
  }

  turnTo(cell: number): void {
    this.#now = this.#rooms.get(cell);
  }

  add(values: Float32Array): void {
    this.#now?.add(values);
  }

  end(visit: Visit): void {
    for (const [cell, room] of this.#rooms) visit(cell, room.values());
  }
}
