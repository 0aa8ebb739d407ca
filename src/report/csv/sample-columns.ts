import { NUMERIC_COLUMNS } from '../../core/columns.ts';
import type { ProbeSpec } from '../../core/plan.ts';
import { OUTCOMES, PROBE_ERRORS, TIMING_SOURCES } from '../../core/sample.ts';
import type { SampleBatch } from '../../core/sample-batch.ts';
import { warmUpOf } from '../../core/warm-up.ts';
import { csvText, utf8 } from './csv-cell.ts';
import { LONGEST_NUMBER } from './digits.ts';
import { quadsOf } from './quads.ts';
import { DECIMAL, FIXED, LIST, NOTHING, type RowCells, WHOLE, WORD, type Word } from './sample-cells.ts';
import { SAMPLES_HEADER } from './samples-header.ts';

const COMMA = 44;
const BOOLEANS = ['false', 'true'];
const ENCODED_BOOLEANS = BOOLEANS.map(wordOf);
/** In fewer rows it does not matter that all are the same. */
const WORTH_A_LOOK = 16;

function wordOf(text: string): Word {
  const bytes = utf8(text);
  return { bytes, quads: quadsOf(bytes) };
}

type Column = (batch: SampleBatch, spec: ProbeSpec) => RowCells;

/** The cells after `due_epoch_ms` of a batch, in the order of the header. */
export function cellsOf(batch: SampleBatch, spec: ProbeSpec): RowCells[] {
  const cells: RowCells[] = [];
  for (const column of COLUMNS) {
    const made = column(batch, spec);
    const last = cells.at(-1);
    if (last?.form !== FIXED) cells.push(made === NOTHING ? { ...NOTHING } : made);
    else if (made === NOTHING) {
      last.commas += 1;
      last.longest += 1;
    } else if (made.form === FIXED) cells[cells.length - 1] = joined(last, made);
    else cells.push(made);
  }
  return cells;
}

function fixed(text: Uint8Array): RowCells {
  return { ...NOTHING, fixed: text, quads: quadsOf(text), longest: text.length + 1 };
}

function joined(a: RowCells, b: RowCells): RowCells {
  const bytes = new Uint8Array(a.fixed.length + a.commas + b.fixed.length).fill(COMMA);
  bytes.set(a.fixed);
  bytes.set(b.fixed, a.fixed.length + a.commas);
  return { ...b, fixed: bytes, quads: quadsOf(bytes), longest: a.longest + b.longest };
}

function words(list: readonly Word[], index: Uint8Array | undefined): RowCells {
  if (index === undefined) return NOTHING;
  const first = index[0] ?? 0;
  if (index.length >= WORTH_A_LOOK && index.every((other) => other === first))
    return fixed(list[first - 1]?.bytes ?? NOTHING.fixed);
  const longest = 1 + list.reduce((most, { bytes }) => Math.max(most, bytes.length), 0);
  return { ...NOTHING, form: WORD, words: list, index, longest };
}

function numbers(column: Float32Array | undefined, form: number): RowCells {
  if (column === undefined) return NOTHING;
  return { ...NOTHING, form, numbers: column, longest: LONGEST_NUMBER + 1 };
}

function listed(list: readonly string[], pick: (batch: SampleBatch) => Uint8Array | undefined): Column {
  const encoded = list.map(wordOf);
  return (batch) => words(encoded, pick(batch));
}

function worded(pick: (batch: SampleBatch) => Uint8Array | undefined): Column {
  return (batch) =>
    words(
      batch.words.map((word) => wordOf(csvText(word))),
      pick(batch),
    );
}

const SPECIAL: Record<string, Column> = {
  late_ms: (batch) => numbers(batch.lateMs, DECIMAL),
  outcome: listed(OUTCOMES, (batch) => batch.outcome),
  error: listed(PROBE_ERRORS, (batch) => batch.error),
  new_connection: listed(BOOLEANS, (batch) => batch.newConnection),
  preflight: listed(BOOLEANS, (batch) => batch.preflight),
  reordered: listed(BOOLEANS, (batch) => batch.reordered),
  timing_source: listed(TIMING_SOURCES, (batch) => batch.timingSource),
  protocol: worded((batch) => batch.protocol),
  finish_reason: worded((batch) => batch.finishReason),
  server_source: worded((batch) => batch.serverSource),
  warm_up: ({ firstSeq, count }, spec) => {
    if (warmUpOf(spec) === 0) return NOTHING;
    const warmUp = warmUpOf(spec) - firstSeq;
    return words(
      ENCODED_BOOLEANS,
      Uint8Array.from({ length: count }, (_, i) => (i < warmUp ? 2 : 1)),
    );
  },
  icl_ms: ({ icl }) =>
    icl === undefined
      ? NOTHING
      : { ...NOTHING, form: LIST, numbers: icl.values, offsets: icl.offsets, longest: LONGEST_NUMBER },
};

const COLUMNS: readonly Column[] = SAMPLES_HEADER.split(',')
  .slice(7)
  .map((name) => {
    const number = NUMERIC_COLUMNS.find((column) => column.csv === name);
    if (number !== undefined) {
      const form = number.unit === 'ms' || number.unit === 'per-s' ? DECIMAL : WHOLE;
      return (batch) => numbers(batch.numbers[number.key], form);
    }
    const column = SPECIAL[name];
    if (column === undefined) throw new Error(`The samples CSV has no source for its column ${name}.`);
    return column;
  });
