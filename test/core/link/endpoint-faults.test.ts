import { expect, test } from 'vitest';
import { encodeBatch } from '../../../src/core/batch-codec.ts';
import { readAll } from '../../../src/core/batch-pass.ts';
import { EndpointFaultReader } from '../../../src/core/link/endpoint-faults.ts';
import type { ProbeError, Sample } from '../../../src/core/sample.ts';
import { epochMillis, millis } from '../../../src/core/units.ts';

const T0 = Date.UTC(2026, 10, 22, 12, 0, 0);
type Fate = 'ok' | 'lost' | 'asleep' | 'spared' | ProbeError;

/** One due time a second. */
function run(fates: readonly Fate[], firstSeq = 0): ReturnType<typeof encodeBatch> {
  return encodeBatch(
    fates.map((fate, i): Sample => {
      const seq = firstSeq + i;
      const due = { seq, dueEpochMs: epochMillis(T0 + seq * 1000), dueMonoMs: millis(seq * 1000) };
      const sent = { ...due, lateMs: millis(0) };
      if (fate === 'ok') return { ...sent, outcome: 'ok', responseMs: millis(40), serviceMs: millis(40) };
      if (fate === 'lost') return { ...sent, outcome: 'timeout' };
      if (fate === 'asleep') return { ...due, outcome: 'unmeasured' };
      if (fate === 'spared') return { ...due, outcome: 'failed', error: 'throttled' };
      return { ...sent, outcome: 'failed', error: fate, httpStatus: 503, responseMs: millis(20) };
    }),
  );
}
function endpointFaults(batches: Parameters<typeof readAll>[0]) {
  const reader = new EndpointFaultReader();
  readAll(batches, [reader]);
  return reader.result();
}

const spells = (fates: readonly Fate[]) =>
  endpointFaults([run(fates)]).spells.map(({ start, end }) => [(start - T0) / 1000, (end - T0) / 1000]);

test('refusals in a row hold until the next due time that brings something else', () => {
  const no = 'http-status';
  expect(spells(['ok', no, no, no, 'ok', 'ok'])).toEqual([[1, 4]]);
  expect(spells(['ok', no, no, 'spared', 'spared', 'lost'])).toEqual([[1, 5]]);
  expect(spells(['stream-error', no, no])).toEqual([]);
  expect(spells(['stream-error', no, no, no])).toEqual([[0, 3]]);
});

test('one refusal alone is counted and is no spell, and neither is a lost request', () => {
  const { counts, spells: none } = endpointFaults([
    run(['ok', 'http-status', 'ok', 'lost', 'lost', 'lost', 'unknown']),
  ]);
  expect([counts, none]).toEqual([{ 'http-status': 1 }, []]);
});

test('time when nobody looked ends a spell, and adds nothing to it', () => {
  const no = 'throttled';
  expect(spells([no, no, no, no, 'asleep', 'asleep', no, no, no, no, 'ok'])).toEqual([
    [0, 3],
    [6, 10],
  ]);
});

test('batches are one run', () => {
  const whole: Fate[] = ['ok', 'throttled', 'throttled', 'throttled', 'throttled', 'ok', 'http-status'];
  expect(endpointFaults([run(whole.slice(0, 3)), run(whole.slice(3), 3)])).toEqual(
    endpointFaults([run(whole)]),
  );
});
