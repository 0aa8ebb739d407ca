import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SampleBatch } from '../../../src/core/sample-batch.ts';
import { TimelineReader } from '../../../src/core/stats/timeline.ts';
import { HoursReader } from '../../../src/report/hours-report.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const START_MS = Date.UTC(2026, 9, 24, 22);
const HOUR_MS = 3_600_000;
const [OK, LATE, TIMEOUT, UNMEASURED] = [1, 2, 3, 6];

/** Ten hours of samples of one probe; at `stepBackAt` the wall clock is set back by as much as is told. */
function clockSetBack(seed: number, stepBackAt: number, backMs: number): SampleBatch[] {
  const next = seededRandom(seed);
  const size = 150;
  return Array.from({ length: 4 }, (_, k): SampleBatch => {
    const dueMonoMs = Float64Array.from({ length: size }, (_, i) => (k * size + i) * 60_000);
    const due = dueMonoMs.map((ms, i) => START_MS + ms - (k * size + i < stepBackAt ? 0 : backMs));
    const outcome = Uint8Array.from({ length: size }, () =>
      next() < 0.1 ? ([LATE, TIMEOUT, UNMEASURED][Math.floor(3 * next())] ?? OK) : OK,
    );
    const responseMs = Float32Array.from(outcome, (what) => (what > LATE ? Number.NaN : 20 + 50 * next()));
    return {
      count: size,
      firstSeq: k * size,
      dueEpochMs: due,
      dueMonoMs,
      lateMs: new Float32Array(size),
      outcome,
      words: [],
      numbers: { responseMs },
    };
  });
}

interface Row {
  due: number;
  what: number;
  value: number;
}

const rowsIn = (batches: readonly SampleBatch[]) =>
  batches.flatMap(({ dueEpochMs, outcome, numbers }) =>
    [...dueEpochMs].map(
      (due, i): Row => ({ due, what: outcome[i] ?? 0, value: numbers.responseMs?.[i] ?? Number.NaN }),
    ),
  );

const cases = fc.tuple(
  fc.integer({ min: 1, max: 2 ** 31 }),
  fc.nat(600),
  fc.constantFrom(0, 7 * 60_000, HOUR_MS, 3 * HOUR_MS),
);

/** Nearest rank, by sorting. */
const medianOf = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.ceil(values.length / 2) - 1];

test('a bin holds all that was due in it, where the wall clock was set back, too', () => {
  fc.assert(
    fc.property(cases, ([seed, at, backMs]) => {
      const batches = clockSetBack(seed, at, backMs);
      const range = { startEpochMs: START_MS, endEpochMs: START_MS + 10 * HOUR_MS };
      const reader = new TimelineReader('responseMs', range, 20);
      for (const batch of batches) reader.read(batch);
      const { binMs, bins } = reader.result(batches);
      const rows = rowsIn(batches);
      for (const bin of bins) {
        const here = rows.filter(({ due }) => due >= bin.startEpochMs && due < bin.startEpochMs + binMs);
        const values = here.flatMap(({ value }) => (Number.isNaN(value) ? [] : [value]));
        expect(bin).toEqual({
          startEpochMs: bin.startEpochMs,
          answered: here.filter(({ what }) => what <= LATE).length,
          lost: here.filter(({ what }) => what === TIMEOUT).length,
          unmeasured: here.filter(({ what }) => what === UNMEASURED).length,
          ...(values.length === 0
            ? {}
            : { min: Math.min(...values), median: medianOf(values), max: Math.max(...values) }),
        });
      }
    }),
    { numRuns: 40 },
  );
});

test('an hour holds all of its samples, where it came twice, too', () => {
  fc.assert(
    fc.property(cases, ([seed, at, backMs]) => {
      const batches = clockSetBack(seed, at, backMs);
      // On 25 October the clocks of Berlin go back: the hour from 2 comes twice.
      const reader = new HoursReader(batches, { key: 'responseMs', metric: 'response' }, 'Europe/Berlin');
      for (const batch of batches) reader.read(batch);
      const report = reader.result();
      const format = new Intl.DateTimeFormat('sv-SE', {
        timeZone: 'Europe/Berlin',
        dateStyle: 'short',
        timeStyle: 'short',
      });
      const expected = new Map<string, number[]>();
      for (const { due, value } of rowsIn(batches)) {
        const name = format.format(due).slice(0, 13);
        if (!Number.isNaN(value)) expected.set(name, [...(expected.get(name) ?? []), value]);
      }
      const found = report?.cells.map(({ day, hour, n, medianMs }) => {
        const name = `${report.days[day]} ${String(hour).padStart(2, '0')}`;
        return [name, [n, medianMs]] as const;
      });
      expect(new Map(found)).toEqual(
        new Map(
          [...expected].map(([name, own]) => [
            name,
            [own.length, own.length < 10 ? undefined : medianOf(own)],
          ]),
        ),
      );
    }),
    { numRuns: 40 },
  );
});
