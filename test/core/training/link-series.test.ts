import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBatch } from '../../../src/core/batch-codec.ts';
import type { Sample } from '../../../src/core/sample.ts';
import { linkSeries } from '../../../src/core/training/link-series.ts';
import { epochMillis, millis } from '../../../src/core/units.ts';
import { sampleRun, T0 } from '../../report/samples.ts';

const TIMEOUT = { timeoutMs: 5000 };
const due = (seq: number) => ({
  seq,
  dueEpochMs: epochMillis(T0 + seq * 1000),
  dueMonoMs: millis(seq * 1000),
});
const sent = (seq: number) => ({ ...due(seq), lateMs: millis(0) });
const ok = (seq: number, rtt: number | undefined, response = (rtt ?? 0) + 2): Sample => ({
  ...sent(seq),
  outcome: 'ok',
  responseMs: millis(response),
  serviceMs: millis(response),
  ...(rtt === undefined ? {} : { rttMs: millis(rtt) }),
});
const timeout = (seq: number): Sample => ({ ...sent(seq), outcome: 'timeout' });
const unmeasured = (seq: number): Sample => ({ ...due(seq), outcome: 'unmeasured' });
const seriesOf = (samples: Sample[]) => linkSeries(TIMEOUT, [encodeBatch(samples)]);

describe('linkSeries', () => {
  it('takes round trips, and lets a lost request count until the next answer, the timeout at least', () => {
    const outage = Array.from({ length: 8 }, (_, i) => timeout(1 + i));
    const found = seriesOf([ok(0, 40), ...outage, ok(9, 50), timeout(10), ok(11, 60)]);
    expect([...found.waitMs]).toEqual([40, 8052, 7052, 6052, 5052, 5000, 5000, 5000, 5000, 50, 5000, 60]);
    expect(found).toMatchObject({ metric: 'rtt', lost: 9, leftOut: 0, timeoutMs: 5000 });
  });

  it('lets no wait reach across time in which nobody was looking, nor past the end', () => {
    const found = seriesOf([
      timeout(0),
      timeout(1),
      ...Array.from({ length: 60 }, (_, i) => unmeasured(2 + i)),
      ok(62, 40),
      timeout(63),
    ]);
    expect([...found.waitMs]).toEqual([5000, 5000, 40, 5000]);
  });

  it('lets no wait reach into a gap of a record that has no rows for it', () => {
    const gap = { start: T0 + 3500, end: T0 + 60_000 };
    const outage = Array.from({ length: 3 }, (_, i) => timeout(1 + i));
    const batch = encodeBatch([ok(0, 40), ...outage, { ...ok(60, 41), seq: 4 }]);
    expect([...linkSeries({ timeoutMs: 1000 }, [batch], [gap]).waitMs]).toEqual([40, 2500, 1500, 1000, 41]);
  });

  it('leaves out answers on new connections, and requests held back; uses response times where none has a round trip', () => {
    const held: Sample = { ...due(3), outcome: 'failed', error: 'throttled' };
    expect(seriesOf([ok(0, 40), ok(1, undefined, 160), ok(2, 41), held])).toMatchObject({
      leftOut: 2,
      lost: 0,
      waitMs: Float32Array.of(40, 41),
    });
    expect(seriesOf([ok(0, undefined, 80), ok(1, undefined, 90)])).toMatchObject({
      metric: 'response',
      waitMs: Float32Array.of(80, 90),
    });
  });

  it('has one value for each measured due time, however the batches are cut', () => {
    fc.assert(
      fc.property(sampleRun, fc.nat(), (samples, at) => {
        const cut = at % samples.length;
        const parts = [samples.slice(0, cut), samples.slice(cut)].filter((part) => part.length > 0);
        const whole = linkSeries(TIMEOUT, [encodeBatch(samples)]);
        expect(linkSeries(TIMEOUT, parts.map(encodeBatch))).toEqual(whole);
        const measured = samples.filter(({ outcome }) => outcome !== 'unmeasured').length;
        expect(whole.waitMs.length + whole.leftOut).toBe(measured);
        expect(whole.waitMs.some(Number.isNaN)).toBe(false);
      }),
    );
  });
});
