import { type Campaign, exportName } from '../../core/campaign.ts';
import type { ProbeSpec } from '../../core/plan.ts';
import type { SampleBatch } from '../../core/sample-batch.ts';
import { csvText, utf8 } from './csv-cell.ts';
import { headWriter, LONGEST_HEAD, type WriteHead } from './row-head.ts';
import { listRoom, type Room, type RowCells, roomOf, writeCells } from './sample-cells.ts';
import { cellsOf } from './sample-columns.ts';
import { SAMPLES_HEADER } from './samples-header.ts';
import { Spare } from './spare.ts';

/** Bytes of a chunk, about. */
const CHUNK_BYTES = 1 << 19;
const COMMA = 44;

/** The header line; write it once, before the rows of the first probe. */
export function samplesCsvHeader(): Uint8Array<ArrayBuffer> {
  return utf8(`${SAMPLES_HEADER}\r\n`);
}

/**
 * The rows of one probe, one for each due time in the order of the batches, in
 * chunks of about 512 kB, each in memory of its own, or in some of `spare`. Durations come from float32
 * and carry three decimals; an empty cell was not measured.
 */
export function* samplesCsvChunks(
  campaign: Campaign,
  spec: ProbeSpec,
  batches: Iterable<SampleBatch>,
  spare = new Spare(),
): Generator<Uint8Array<ArrayBuffer>> {
  const rows = new SampleRows(campaign, spec, spare);
  for (const batch of batches) {
    rows.open(batch, 0, batch.count);
    for (let chunk = rows.fill(); chunk !== undefined; chunk = rows.fill()) yield chunk;
  }
  const last = rows.rest();
  if (last !== undefined) yield last;
}

/** Rows of one probe as CSV. Give it a stretch of a batch by `open`, then call `fill` until it answers nothing. */
export class SampleRows {
  readonly #spec: ProbeSpec;
  /** Campaign, site, probe and kind, each with its comma. */
  readonly #lead: Uint8Array;
  readonly #head: WriteHead;
  readonly #spare: Spare;
  #room = NO_ROOM;
  #at = 0;
  #batch: SampleBatch | undefined;
  #cells: readonly RowCells[] = [];
  /** Bytes of a row without its lists, at most. */
  #rowBytes = 0;
  #row = 0;
  #end = 0;

  constructor(campaign: Campaign, spec: ProbeSpec, spare = new Spare()) {
    const texts = [exportName(campaign), campaign.plan.site.name, spec.name, spec.kind];
    this.#spec = spec;
    this.#lead = utf8(`${texts.map(csvText).join(',')},`);
    this.#spare = spare;
    this.#head = headWriter(this.#lead);
  }

  /** Rows `from` (inclusive) to `to` (exclusive) of a batch come next. */
  open(batch: SampleBatch, from: number, to: number): void {
    this.#batch = batch;
    this.#cells = cellsOf(batch, this.#spec);
    this.#rowBytes = this.#lead.length + LONGEST_HEAD + roomOf(this.#cells);
    this.#row = from;
    this.#end = to;
  }

  /** The next full chunk; nothing once what was opened is written, in part to a chunk that is not full yet. */
  fill(): Uint8Array<ArrayBuffer> | undefined {
    const batch = this.#batch;
    if (batch === undefined) return undefined;
    const cells = this.#cells;
    const { dueEpochMs, firstSeq, icl } = batch;
    while (this.#row < this.#end) {
      const i = this.#row;
      const need = this.#rowBytes + (icl === undefined ? 0 : listRoom(cells, i));
      if (this.#at + need > this.#room.bytes.length) {
        if (this.#at > 0) return this.#take();
        this.#room = roomFor(Math.max(CHUNK_BYTES, need), this.#spare);
      }
      const room = this.#room;
      const at = this.#head(room.view, this.#at, firstSeq + i, dueEpochMs, i);
      this.#at = writeCells(room, at, cells, i);
      this.#row = i + 1;
    }
    return undefined;
  }

  /** What was written since the last chunk. */
  rest(): Uint8Array<ArrayBuffer> | undefined {
    return this.#at === 0 ? undefined : this.#take();
  }

  #take(): Uint8Array<ArrayBuffer> {
    const taken = this.#room.bytes.subarray(0, this.#at);
    this.#room = NO_ROOM;
    this.#at = 0;
    return taken;
  }
}

const NO_ROOM: Room = { bytes: new Uint8Array(0), view: new DataView(new ArrayBuffer(0)) };

/** Most of what a row consists of is there before it is written. */
function roomFor(length: number, spare: Spare): Room {
  const bytes = new Uint8Array(spare.take(length)).fill(COMMA);
  return { bytes, view: new DataView(bytes.buffer) };
}
