import { describe, expect, inject, it } from 'vitest';
import { millis } from '../../src/core/units.ts';
import { openProbe } from './probe-bench.ts';

const faults = inject('faultsUrl');
const target = inject('targetUrl');

describe('http probe', () => {
  it('times a good answer from the network stack, phases and all', async () => {
    const { fire } = await openProbe({ kind: 'http', url: `${target}/ping?bytes=2000` });
    await fire();
    const sample = await fire();
    expect(sample).toMatchObject({
      outcome: 'ok',
      httpStatus: 200,
      timingSource: 'resource-timing',
      newConnection: false,
      protocol: 'http/1.1',
    });
    if (sample.outcome !== 'ok') throw new Error(sample.outcome);
    const {
      serviceMs,
      responseMs,
      ttfbMs = Number.NaN,
      downloadMs = Number.NaN,
      rttMs = Number.NaN,
    } = sample;
    expect(ttfbMs + downloadMs).toBeCloseTo(serviceMs, 3);
    expect(responseMs - serviceMs).toBeCloseTo(1, 3);
    expect(rttMs).toBeLessThanOrEqual(ttfbMs);
    expect(sample.bytesDown).toBeGreaterThanOrEqual(2000);
  });

  it('falls back to the clock in script, and says so, where the endpoint hides its timing', async () => {
    const { fire } = await openProbe({ kind: 'http', url: `${faults}/no-tao` });
    const sample = await fire();
    expect(sample).toMatchObject({ outcome: 'ok', timingSource: 'wall-clock' });
    if (sample.outcome !== 'ok') throw new Error(sample.outcome);
    expect(sample.rttMs).toBeUndefined();
    expect(sample.serviceMs).toBeGreaterThan(0);
  });

  it.each([
    ['/500', { outcome: 'failed', error: 'http-status', httpStatus: 500 }],
    ['/429', { outcome: 'failed', error: 'throttled', httpStatus: 429 }],
    ['/no-cors', { outcome: 'failed', error: 'cors' }],
    ['/cut', { outcome: 'failed', error: 'truncated', httpStatus: 200 }],
    ['/reset', { outcome: 'failed', error: 'dns-or-connect' }],
    ['/hang', { outcome: 'timeout' }],
    ['/trickle', { outcome: 'timeout' }],
  ])('classifies %s', async (path, expected) => {
    const { fire } = await openProbe({ kind: 'http', url: `${faults}${path}`, timeoutMs: 400 });
    const sample = await fire();
    expect(sample).toMatchObject(expected);
    const answered = 'responseMs' in sample && sample.responseMs !== undefined;
    // An error answer is an arrival and keeps its time; no answer has none.
    expect(answered).toBe(['/500', '/429'].includes(path));
  });

  it.each(['/leave-alone', '/leave-alone-date'])(
    'leaves an endpoint alone that asks for it (%s), and sends again afterwards',
    async (path) => {
      const { fire, clock, notes } = await openProbe({ kind: 'http', url: `${faults}${path}` });
      const first = await fire();
      expect(first).toMatchObject({ outcome: 'failed', httpStatus: expect.any(Number) });
      const held = await fire();
      expect(held).toEqual({
        seq: 1,
        dueEpochMs: held.dueEpochMs,
        dueMonoMs: held.dueMonoMs,
        outcome: 'failed',
        error: 'throttled',
      });
      expect(notes).toHaveLength(1);
      await new Promise<void>((resolve) => clock.at(millis(clock.now() + 3000), resolve));
      expect(await fire()).toMatchObject({ outcome: 'failed', httpStatus: expect.any(Number) });
    },
  );

  it('classifies a port where nobody listens', async () => {
    const { fire } = await openProbe({ kind: 'http', url: 'http://127.0.0.1:9/' });
    expect(await fire()).toMatchObject({
      outcome: 'failed',
      error: expect.stringMatching(/dns-or-connect|unknown/),
    });
  });

  it('reports what the endpoint says is simulated', async () => {
    // Longer than the longest outage of the synthetic dish (45 s), which this request may fall into.
    const patient = { kind: 'http', url: `${inject('simulatedUrl')}/ping`, timeoutMs: 55_000 };
    const { fire, simulated } = await openProbe(patient);
    expect(await fire()).toMatchObject({ outcome: 'ok' });
    expect(simulated).toContain('starlink');
  });
});
