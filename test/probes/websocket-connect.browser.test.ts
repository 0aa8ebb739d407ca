import { describe, expect, inject, it } from 'vitest';
import { millis } from '../../src/core/units.ts';
import { createBench, openProbe } from './probe-bench.ts';

const faults = inject('faultsUrl').replace('http', 'ws');
const connect = { kind: 'websocket', expect: 'connect', timeoutMs: 5000 };

/** The page's WebSocket, with a list of what was opened. */
function watched() {
  const sockets: WebSocket[] = [];
  const closes: Promise<CloseEvent>[] = [];
  const Network = new Proxy(WebSocket, {
    construct(Real, [address, protocols]) {
      const socket = new Real(address, protocols);
      sockets.push(socket);
      closes.push(
        new Promise((resolve) => {
          socket.addEventListener('close', resolve);
        }),
      );
      return socket;
    },
  });
  return { Network, sockets, closes };
}

describe('a WebSocket probe that expects a connection alone', () => {
  it('times a fresh one each due time to a server that never echoes, and closes it in order', async () => {
    const { Network, sockets, closes } = watched();
    const url = `${faults}/ws/silent`;
    const { fire, notes, probe } = await openProbe({ ...connect, url }, { WebSocket: Network });
    expect(sockets).toHaveLength(0);
    for (let seq = 0; seq < 3; seq += 1) {
      const sample = await fire();
      expect(sample).toMatchObject({ seq, outcome: 'ok', newConnection: true });
      if (sample.outcome !== 'ok') continue;
      expect(sample.responseMs - sample.serviceMs).toBeCloseTo(1, 6);
      expect([sample.rttMs, sample.ttfbMs, sample.connectMs]).toEqual([undefined, undefined, undefined]);
    }
    expect(sockets).toHaveLength(3);
    for (const { code, wasClean } of await Promise.all(closes))
      expect([code, wasClean]).toEqual([1000, true]);
    expect(notes).toEqual([]);
    probe.close();
  });

  it('reads the first message of a server that speaks first, once it is known to', async () => {
    const { Network, closes } = watched();
    const url = `${faults}/ws/greets`;
    const { fire, probe } = await openProbe({ ...connect, url }, { WebSocket: Network });
    expect(await fire()).toMatchObject({ outcome: 'ok' });
    await closes[0];
    const sample = await fire();
    if (sample.outcome !== 'ok') throw new Error(sample.outcome);
    expect(sample.ttfbMs).toBeGreaterThanOrEqual(sample.serviceMs);
    probe.close();
  });

  it('fails where none opens, and gives one up that hangs at the timeout', async () => {
    const refused = await openProbe({ ...connect, url: `${faults}/ws/refuse` });
    expect(await refused.fire()).toMatchObject({ outcome: 'failed', error: 'dns-or-connect' });
    expect((await refused.probe.knock(millis(1000))).arrived).toBe(false);
    const { Network, sockets, closes } = watched();
    const url = `${faults}/ws/hang`;
    const hanging = await openProbe({ ...connect, url, timeoutMs: 200 }, { WebSocket: Network });
    expect(await hanging.fire()).toMatchObject({ outcome: 'timeout', seq: 0 });
    await closes[0];
    expect(sockets[0]?.readyState).toBe(WebSocket.CLOSED);
    refused.probe.close();
    hanging.probe.close();
  });

  it('opens a few at once, and reports nothing more once it is closed', async () => {
    const { Network, closes } = watched();
    const bench = createBench({ ...connect, url: `${faults}/ws/hang` }, { WebSocket: Network });
    expect(bench.probe.maxInFlight).toBe(6);
    let reports = 0;
    void bench.fire().then(() => {
      reports += 1;
    });
    bench.probe.close();
    await closes[0];
    expect(reports).toBe(0);
    const knocking = createBench({ ...connect, url: `${faults}/ws/silent` });
    expect((await knocking.probe.knock(millis(3000))).arrived).toBe(true);
  });
});
