import { describe, expect, inject, it } from 'vitest';
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

  it('keeps its phases beyond the 250 entries at which the browser stops recording', async () => {
    const { fire } = await openProbe({ kind: 'http', url: `${target}/ping` });
    let sample = await fire();
    for (let i = 0; i < 260; i += 1) sample = await fire();
    expect(sample).toMatchObject({ outcome: 'ok', timingSource: 'resource-timing' });
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

  it('classifies a port where nobody listens', async () => {
    const { fire } = await openProbe({ kind: 'http', url: 'http://127.0.0.1:9/' });
    expect(await fire()).toMatchObject({
      outcome: 'failed',
      error: expect.stringMatching(/dns-or-connect|unknown/),
    });
  });

  it('reports what the endpoint says is simulated', async () => {
    const { fire, simulated } = await openProbe({ kind: 'http', url: `${inject('simulatedUrl')}/ping` });
    await fire();
    expect(simulated).toContain('starlink');
  });
});

describe('preflights', () => {
  it('pays none for a plain GET and one for a GET with a header, whatever the number of probes', async () => {
    const count = async () => {
      const log = await fetch(`${inject('countUrl')}`);
      return Number(await log.text());
    };
    const before = await count();
    const plain = await openProbe({ kind: 'http', url: `${target}/ping` });
    for (let i = 0; i < 5; i += 1) await plain.fire();
    expect((await count()) - before).toBe(0);
    const path = `${target}/ping?bytes=${Math.floor(performance.timeOrigin % 100_000)}`;
    const keyed = await openProbe(
      { kind: 'http', url: path },
      { secret: { header: 'Authorization', value: 'Bearer k' } },
    );
    for (let i = 0; i < 5; i += 1) expect((await keyed.fire()).outcome).toBe('ok');
    expect((await count()) - before).toBe(1);
  });
});
