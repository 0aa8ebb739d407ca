import { describe, expect, inject, it } from 'vitest';
import { millis } from '../../src/core/units.ts';
import { createBench, openProbe } from './probe-bench.ts';

const faults = inject('faultsUrl').replace('http', 'ws');
const target = inject('targetUrl').replace('http', 'ws');
/** Over a round trip longer than the steps of any browser's clock. */
const link = inject('linkUrl').replace('http', 'ws');
const echo = { kind: 'websocket', timeoutMs: 200 };

describe('websocket probe', () => {
  it('matches echoes over one standing connection, whose connect is a note of its own', async () => {
    const { fire, notes, probe } = await openProbe({ ...echo, url: `${target}/echo`, timeoutMs: 5000 });
    const samples = [await fire(), await fire(), await fire()];
    expect(samples.map(({ outcome, seq }) => [outcome, seq])).toEqual([
      ['ok', 0],
      ['ok', 1],
      ['ok', 2],
    ]);
    expect(samples[1]).toMatchObject({
      timingSource: 'message-event',
      newConnection: false,
      bytesUp: 78,
      bytesDown: 78,
    });
    expect(notes.filter(({ kind }) => kind === 'connect')).toHaveLength(1);
    probe.close();
  });

  it('takes the server\u2019s dwell out of the round trip where the subprotocol tells it', async () => {
    const { fire, probe } = await openProbe({
      ...echo,
      timeoutMs: 5000,
      url: `${link}/echo`,
      subprotocol: 'dishprobe.echo.v1',
    });
    const sample = await fire();
    if (sample.outcome !== 'ok') throw new Error(sample.outcome);
    expect(sample.serverMs).toBeGreaterThanOrEqual(0);
    expect((sample.rttMs ?? Number.NaN) + (sample.serverMs ?? Number.NaN)).toBeCloseTo(sample.serviceMs, 6);
    probe.close();
  });

  it('keeps the time of an echo that comes after the timeout', async () => {
    const { fire, next, probe } = await openProbe({ ...echo, url: `${faults}/ws/late` });
    expect(await fire()).toMatchObject({ outcome: 'timeout', seq: 0 });
    const late = await next();
    expect(late).toMatchObject({ outcome: 'late', seq: 0 });
    expect('serviceMs' in late && late.serviceMs).toBeGreaterThan(200);
    probe.close();
  });

  it('times each echo of a burst when it comes, not when those before it have been dealt with', async () => {
    const BUSY_MS = 20;
    const STALL_MS = 1000;
    const busy = (forMs: number): void => {
      const until = clock.now() + forMs;
      while (clock.now() < until);
    };
    const { fire, clock, probe } = await openProbe(
      { ...echo, timeoutMs: 10_000, url: `${faults}/ws/burst` },
      { onSample: () => busy(BUSY_MS) },
    );
    const fired = Array.from({ length: 20 }, () => fire());
    // Long enough for all of them to have come and to wait in the queue, as they do after a stall of the link.
    busy(STALL_MS);
    const endsMs = (await Promise.all(fired)).map(
      (sample) => sample.dueMonoMs + ('responseMs' in sample ? (sample.responseMs ?? 0) : 0),
    );
    expect(Math.max(...endsMs) - Math.min(...endsMs)).toBeLessThan((20 * BUSY_MS) / 2);
    probe.close();
  });

  it('counts a doubled echo once and ignores a greeting', async () => {
    for (const path of ['/ws/twice', '/ws/greets']) {
      const { fire, probe } = await openProbe({ ...echo, url: `${faults}${path}` });
      expect([(await fire()).seq, (await fire()).seq, (await fire()).seq]).toEqual([0, 1, 2]);
      probe.close();
    }
  });

  it('times out on a server that never echoes or sends garbage', async () => {
    for (const path of ['/ws/silent', '/ws/garbage']) {
      const { fire, probe } = await openProbe({ ...echo, url: `${faults}${path}` });
      expect(await fire()).toMatchObject({ outcome: 'timeout' });
      probe.close();
    }
  });

  it('fails what is in flight when the connection breaks, and connects again', async () => {
    const { fire, notes, probe } = await openProbe({ ...echo, url: `${faults}/ws/close`, timeoutMs: 5000 });
    for (let i = 0; i < 3; i += 1) expect((await fire()).outcome).toBe('ok');
    expect(await fire()).toMatchObject({ outcome: 'failed', error: 'aborted' });
    expect(await fire()).toMatchObject({ outcome: 'failed', error: 'dns-or-connect' });
    expect(notes.map(({ kind }) => kind)).toEqual(['connect', 'disconnect']);
    await expect.poll(() => notes.filter(({ kind }) => kind === 'connect').length).toBe(2);
    expect((await fire()).outcome).toBe('ok');
    probe.close();
  });

  it('fails a due time while the socket cannot be opened', async () => {
    const { fire, probe } = await openProbe({ ...echo, url: `${faults}/ws/refuse` });
    expect(await fire()).toMatchObject({ outcome: 'failed', error: 'dns-or-connect' });
    probe.close();
  });

  it('goes on over a fresh connection of a silence, though a connect from within the outage still hangs', async () => {
    let opened = 0;
    // The first connect hangs, as one whose packets were lost in the outage does.
    const Network = new Proxy(WebSocket, {
      construct(Real, [address, protocols]) {
        opened += 1;
        return opened === 1 ? { close() {} } : new Real(address, protocols);
      },
    });
    const { fire, notes, probe } = createBench(
      { ...echo, url: `${target}/echo`, timeoutMs: 5000 },
      { WebSocket: Network },
    );
    void probe.open();
    expect((await probe.knock(millis(3000))).arrived).toBe(true);
    expect(notes).toMatchObject([{ kind: 'connect', durationMs: expect.any(Number) }]);
    expect((await fire()).outcome).toBe('ok');
    expect((await probe.knock(millis(3000))).arrived).toBe(true);
    expect((await fire()).outcome).toBe('ok');
    expect(notes).toHaveLength(1);
    probe.close();
  });

  it('keeps the time of the newest late echoes after 20,000 timeouts', async () => {
    let echoOf = (_seq: number) => {};
    class Slow extends WebSocket {
      readonly #held: unknown[] = [];
      override send(data: unknown): void {
        this.#held.push(data instanceof Uint8Array ? data.buffer : data);
        echoOf = (seq) => this.dispatchEvent(new MessageEvent('message', { data: this.#held[seq] }));
      }
    }
    const { clock, fire, next, probe } = await openProbe(
      { ...echo, url: `${faults}/ws/silent` },
      { WebSocket: Slow },
    );
    const longAgo = millis(clock.now() - 1000);
    await Promise.all(Array.from({ length: 20_001 }, () => fire(longAgo)));
    echoOf(0);
    echoOf(20_000);
    expect(await next()).toMatchObject({ outcome: 'late', seq: 20_000 });
    probe.close();
  });
});
