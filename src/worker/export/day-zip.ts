import { utf8 } from '../../report/csv/csv-cell.ts';
import { dataDictionary } from '../../report/csv/data-dictionary.ts';
import { SampleRows, samplesCsvHeader } from '../../report/csv/samples-csv.ts';
import { DayLane, dayName } from './day-lane.ts';
import type { Samples } from './samples-of.ts';
import { ZipStream } from './zip-stream.ts';

/** Excel and LibreOffice stop at 1,048,576 rows, the header among them. */
const MOST_ROWS = 1_048_575;
/** Chunks of a page, of all probes together; as many again may be under way, twice. */
const CHUNKS_AT_ONCE = 32;

/**
 * The samples CSV as a zip: a file a UTC day, parted where a spreadsheet stops
 * (`mostRows`), and the data dictionary beside them.
 */
export async function* dayZipPieces(
  { campaign, exported }: Samples,
  mostRows = MOST_ROWS,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { probes } = campaign.plan;
  const zip = new ZipStream(campaign.startedEpochMs ?? campaign.createdEpochMs);
  const push = (piece: Uint8Array) => zip.push(piece);
  zip.open('data-dictionary.txt');
  push(utf8(dataDictionary()));
  const atOnce = Math.max(1, Math.floor(CHUNKS_AT_ONCE / probes.length));
  const lanes = probes.map(
    (spec, index) => new DayLane(new SampleRows(campaign, spec), exported(index, atOnce)),
  );
  for (let day = await firstDay(lanes); day !== undefined; day = await firstDay(lanes)) {
    let part = 0;
    let left = 0;
    for (const lane of lanes) {
      for (;;) {
        if (left === 0) {
          // A lane that has nothing of this day begins no file.
          if (((await lane.day()) ?? Number.POSITIVE_INFINITY) > day) break;
          part += 1;
          zip.open(`${dayName(day)}${part === 1 ? '' : `_part-${part}`}.csv`);
          push(samplesCsvHeader());
          left = mostRows;
        }
        const written = await lane.write(day, left, push);
        if (written === 0) break;
        left -= written;
        yield* zip.drain();
      }
    }
  }
  zip.end();
  yield* zip.drain();
}

async function firstDay(lanes: readonly DayLane[]): Promise<number | undefined> {
  let first: number | undefined;
  for (const lane of lanes) {
    const day = await lane.day();
    if (day !== undefined && (first === undefined || day < first)) first = day;
  }
  return first;
}
