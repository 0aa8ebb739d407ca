import { encodeBatch } from '../../core/batch-codec.ts';
import { rowsOf } from '../../core/batch-rows.ts';
import type { Headline } from '../../core/campaign.ts';
import type { ProbeKind } from '../../core/plan.ts';
import type { Sample } from '../../core/sample.ts';
import type { SampleBatch } from '../../core/sample-batch.ts';
import { MOST_SAMPLES } from '../bundle/bundle-parts.ts';
import { HeadlineSum } from '../headline-sum.ts';
import { type Columns, columnsOf } from './columns-of.ts';
import { CsvLines, type CsvRow } from './csv-lines.ts';
import { type RowSample, rowSample } from './row-sample.ts';

/** What is known of a probe once all its rows were read. */
export interface ReadProbe {
  name: string;
  kind: string;
  count: number;
  firstDueEpochMs: number;
  lastDueEpochMs: number;
  longestMs: number;
  warmUp: number;
  /** One-way delays were read. */
  oneWay: boolean;
  headline: Headline;
}

/** What is known of the campaign. */
export interface ReadSamples {
  /** As it stands in the file, with what is simulated behind it. */
  campaign: string;
  site: string;
  probes: ReadProbe[];
  columns: Columns;
  rows: number;
  bytes: number;
}

/** A probe whose rows are still coming. */
interface Reading extends Omit<ReadProbe, 'headline'> {
  index: number;
  waiting: Sample[];
  sum: HeadlineSum;
}

const MOST_PROBES = 32;
/** The end of the name that an export of a filtered report carries (`filterLabel`). */
const FILTERED =
  /[(,] ?(only (?=[\dfu])(?:(?:until |from )?\d{4}-\d\d-\d\d(?: to \d{4}-\d\d-\d\d)?(?:, )?)?(?:\d\d:\d\d to \d\d:\d\d)? [\w/+-]+)\)$/;

/**
 * Reads a samples CSV of this app piece by piece into batches of `size` rows, each
 * of one probe. Rows of several probes may be mixed; those of one come in the
 * order of `seq`, from 0, without gap or repeat. Once a line cannot be read,
 * `problem` says which and why, and nothing more is read.
 */
export class SamplesReader {
  problem: string | undefined;
  readonly #lines = new CsvLines();
  readonly #size: number;
  readonly #probes = new Map<string, Reading>();
  #columns: Columns | undefined;
  #first: { campaign: string; site: string; zeroMs: number } | undefined;
  #rows = 0;
  #bytes = 0;

  constructor(size: number) {
    this.#size = size;
  }

  /** The batches that are whole with this piece of text, which may end anywhere. */
  *push(text: string): Generator<{ probeIndex: number; batch: SampleBatch }> {
    yield* this.#take(this.#lines.push(text));
  }

  /** After the last piece: the batches that are left. */
  *end(): Generator<{ probeIndex: number; batch: SampleBatch }> {
    yield* this.#take(this.#lines.end());
    if (this.problem !== undefined) return;
    if (this.#rows === 0) this.problem = 'The file has a header and no rows.';
    for (const probe of this.#probes.values()) if (probe.waiting.length > 0) yield batchOf(probe);
  }

  /** After `end`. */
  found(): ReadSamples {
    return {
      campaign: this.#first?.campaign ?? '',
      site: this.#first?.site ?? '',
      probes: [...this.#probes.values()].map((probe) => ({
        ...probe,
        headline: probe.sum.headline(probe.name),
      })),
      columns: this.#columns ?? new Map(),
      rows: this.#rows,
      bytes: this.#bytes,
    };
  }

  *#take(rows: Iterable<CsvRow>): Generator<{ probeIndex: number; batch: SampleBatch }> {
    for (const { line, cells } of rows) {
      if (this.problem !== undefined) return;
      if (this.#columns === undefined) {
        const columns = columnsOf(cells.map((name) => name.replace(/^\ufeff/, '')));
        if (typeof columns === 'string') this.problem = columns;
        else this.#columns = columns;
        continue;
      }
      const read = rowSample(this.#columns, cells, this.#first?.zeroMs);
      const part = typeof read === 'string' || this.#rows > 0 ? undefined : FILTERED.exec(read.campaign)?.[1];
      if (part !== undefined) {
        this.problem = `The file holds a part of a campaign, ${part}: the report was filtered when it was exported. Export it without the filter.`;
        return;
      }
      const wrong = typeof read === 'string' ? read : this.#add(read);
      if (wrong !== undefined) {
        this.problem = `Line ${line}: ${wrong}. The file was changed or is not whole; export it again.`;
        return;
      }
      const probe = typeof read === 'string' ? undefined : this.#probes.get(read.probe);
      if (probe !== undefined && probe.waiting.length >= this.#size) yield batchOf(probe);
    }
    this.problem ??= this.#lines.problem;
  }

  /** A text says why the row cannot be. */
  #add({ campaign, site, probe: name, kind, warmUp, sample }: RowSample): string | undefined {
    this.#first ??= { campaign, site, zeroMs: sample.dueEpochMs };
    if (campaign !== this.#first.campaign || site !== this.#first.site)
      return 'the row is of another campaign or site than the rows before';
    if (this.#rows >= MOST_SAMPLES) return `a campaign may have ${MOST_SAMPLES / 1e6} million samples`;
    let probe = this.#probes.get(name);
    if (probe === undefined) {
      if (this.#probes.size === MOST_PROBES) return `a campaign may have ${MOST_PROBES} probes`;
      if (!isKind(kind)) return `kind is ${JSON.stringify(kind.slice(0, 40))}`;
      const due = sample.dueEpochMs;
      probe = {
        name,
        kind,
        count: 0,
        firstDueEpochMs: due,
        lastDueEpochMs: due,
        longestMs: 0,
        warmUp: 0,
        oneWay: false,
        index: this.#probes.size,
        waiting: [],
        sum: new HeadlineSum(kind),
      };
      this.#probes.set(name, probe);
    }
    if (probe.kind !== kind)
      return `probe ${JSON.stringify(name.slice(0, 40))} was of kind ${probe.kind} before`;
    if (sample.seq !== probe.count)
      return `sample ${probe.count} of probe ${JSON.stringify(name.slice(0, 40))} was to come, and seq is ${sample.seq}`;
    this.#rows += 1;
    probe.count += 1;
    probe.lastDueEpochMs = sample.dueEpochMs;
    if (warmUp) probe.warmUp = probe.count;
    if ('responseMs' in sample) probe.longestMs = Math.max(probe.longestMs, sample.responseMs ?? 0);
    if ('owdUpMs' in sample && sample.owdUpMs !== undefined) probe.oneWay = true;
    if ('bytesUp' in sample) this.#bytes += (sample.bytesUp ?? 0) + (sample.bytesDown ?? 0);
    probe.waiting.push(sample);
    return undefined;
  }
}

const isKind = (kind: string): kind is ProbeKind => ['http', 'websocket', 'chat'].includes(kind);

/** What waits of a probe, as a batch; warm-up requests come first and are part of no figure. */
function batchOf({ index, warmUp, waiting, sum }: Reading): { probeIndex: number; batch: SampleBatch } {
  const batch = encodeBatch(waiting.splice(0));
  const drop = Math.max(0, warmUp - batch.firstSeq);
  if (drop < batch.count) sum.add(rowsOf(batch, drop));
  return { probeIndex: index, batch };
}
