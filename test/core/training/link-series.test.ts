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
    expect(found).toMatchObject({ metric: 'rtt', lost: 9, timedOut: 9, leftOut: 0, leastMs: 5000 });
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

  it('leaves out answers on new connections; uses response times where none has a round trip', () => {
    expect(seriesOf([ok(0, 40), ok(1, undefined, 160), ok(2, 41)])).toMatchObject({
      leftOut: 1,
      lost: 0,
      waitMs: Float32Array.of(40, 41),
    });
    expect(seriesOf([ok(0, undefined, 80), ok(1, undefined, 90)])).toMatchObject({
      metric: 'response',
      waitMs: Float32Array.of(80, 90),
    });
  });

  it('charges the link with no refusal that it carried, nor with a request held back', () => {
    const answered = { responseMs: millis(45), serviceMs: millis(45) };
    const found = seriesOf([
      ok(0, 40),
      {
        ...sent(1),
        ...answered,
        outcome: 'failed',
        error: 'http-status',
        httpStatus: 503,
        rttMs: millis(44),
      },
      { ...sent(2), ttfbMs: millis(45), outcome: 'failed', error: 'throttled', httpStatus: 429 },
      { ...due(3), outcome: 'failed', error: 'throttled' },
      { ...sent(4), ...answered, outcome: 'failed', error: 'stream-error' },
      ok(5, 41),
    ]);
    expect([...found.waitMs]).toEqual([40, 41]);
    expect(found).toMatchObject({ lost: 0, leftOut: 0, refused: 4, censored: 0, leastMs: undefined });
  });

  it('lets what failed at once or was not sent count until the next answer came, a refusal too', () => {
    const found = seriesOf([
      ok(0, 40),
      { ...sent(1), outcome: 'failed', error: 'dns-or-connect' },
      ok(2, 41),
      { ...due(3), outcome: 'skipped' },
      { ...sent(4), outcome: 'failed', error: 'http-status', httpStatus: 503, responseMs: millis(45) },
      // The answer began, and broke off: that ends the wait of what was lost before, not its own.
      timeout(5),
      { ...sent(6), outcome: 'failed', error: 'truncated', httpStatus: 200, ttfbMs: millis(60) },
      ok(7, 42),
    ]);
    expect([...found.waitMs]).toEqual([40, 1043, 41, 1045, 5000, 1044, 42]);
    expect(found).toMatchObject({ lost: 4, timedOut: 1, refused: 1, censored: 1, leastMs: 5000 });
  });

  it('counts what failed when somebody looked last as long as somebody looked, and more at least', () => {
    const failed = (seq: number): Sample => ({ ...sent(seq), outcome: 'failed', error: 'unknown' });
    const found = seriesOf([ok(0, 40), failed(1), failed(2), unmeasured(3), ok(4, 41), failed(5), failed(6)]);
    expect([...found.waitMs]).toEqual([40, 2000, 1000, 41, 1000, 0]);
    expect(found).toMatchObject({ lost: 4, timedOut: 0, censored: 4, leastMs: 0 });
  });

  it('has one value for each measured due time, however the batches are cut', () => {
    fc.assert(
      fc.property(sampleRun, fc.nat(), (samples, at) => {
        const cut = at % samples.length;
        const parts = [samples.slice(0, cut), samples.slice(cut)].filter((part) => part.length > 0);
        const whole = linkSeries(TIMEOUT, [encodeBatch(samples)]);
        expect(linkSeries(TIMEOUT, parts.map(encodeBatch))).toEqual(whole);
        const measured = samples.filter(({ outcome }) => outcome !== 'unmeasured').length;
        expect(whole.waitMs.length + whole.leftOut + whole.refused).toBe(measured);
        expect(whole.waitMs.some(Number.isNaN)).toBe(false);
      }),
    );
  });
});
