import { describe, expect, inject, it } from 'vitest';
import type { Sample } from '../../src/core/sample.ts';
import { openProbe, type ProbeBench } from './probe-bench.ts';

const faults = inject('faultsUrl').replace('http', 'ws');
const target = inject('targetUrl').replace('http', 'ws');
const echo = { kind: 'websocket', timeoutMs: 5000 };
const V1 = 'dishprobe.echo.v1';

const details = ({ notes }: ProbeBench) =>
  notes.filter(({ kind }) => kind === 'note').map(({ detail }) => detail);

function answered(sample: Sample) {
  if (sample.outcome !== 'ok') throw new Error(`Expected an answer, found ${JSON.stringify(sample)}.`);
  return sample;
}

describe('one-way delays', () => {
  it('are read against those of the first echo, and add up to the change of the round trip', async () => {
    const { fire, probe } = await openProbe({ ...echo, url: `${target}/echo`, subprotocol: V1 });
    const samples: Sample[] = [];
    while (samples.length < 20) samples.push(await fire());
    // A coarse clock may show a round trip shorter than the dwell: such an echo tells no times.
    const told = samples.map(answered).filter(({ owdUpMs }) => owdUpMs !== undefined);
    expect(told.length).toBeGreaterThan(1);
    const [first] = told;
    expect([first?.owdUpMs, first?.owdDownMs]).toEqual([0, 0]);
    for (const { rttMs, owdUpMs, owdDownMs } of told) {
      const change = Number(owdUpMs) + Number(owdDownMs);
      expect(change).toBeCloseTo(Number(rttMs) - Number(first?.rttMs), 2);
    }
    probe.close();
  });

  it('and the server\u2019s dwell are absent on a plain echo', async () => {
    const { fire, probe } = await openProbe({ ...echo, url: `${target}/echo` });
    await fire();
    const sample = answered(await fire());
    expect([sample.owdUpMs, sample.owdDownMs, sample.serverMs]).toEqual([undefined, undefined, undefined]);
    expect(sample.rttMs).toBe(sample.serviceMs);
    probe.close();
  });
});

describe('echoes out of the ordinary', () => {
  it('say which came after one that was sent later (RFC 4737)', async () => {
    const { fire, probe } = await openProbe({ ...echo, url: `${faults}/ws/swaps` });
    const samples = (await Promise.all([fire(), fire(), fire(), fire()])).map(answered);
    expect(samples.map(({ seq, reordered }) => [seq, reordered])).toEqual([
      [1, false],
      [0, true],
      [3, false],
      [2, true],
    ]);
    probe.close();
  });

  it('are counted once and noted once where each comes twice', async () => {
    const bench = await openProbe({ ...echo, url: `${faults}/ws/twice` });
    for (let seq = 0; seq < 4; seq += 1) {
      expect(answered(await bench.fire())).toMatchObject({ seq, reordered: false });
    }
    expect(details(bench)).toEqual([expect.stringContaining('twice')]);
    bench.probe.close();
  });

  it('are recognised as text, and beside a greeting', async () => {
    for (const path of ['/ws/text', '/ws/greets']) {
      const { fire, probe } = await openProbe({ ...echo, url: `${faults}${path}`, payloadBytes: 3000 });
      expect(answered(await fire())).toMatchObject({ seq: 0, bytesDown: 3014 });
      probe.close();
    }
  });
});

it('stops to pile messages up where the connection takes no more, and goes on when it does', async () => {
  const sockets: WebSocket[] = [];
  const Network = new Proxy(WebSocket, {
    construct(Real, [address, protocols]) {
      const socket = new Real(address, protocols);
      sockets.push(socket);
      return socket;
    },
  });
  const { fire, probe, clock } = await openProbe(
    { ...echo, url: `${faults}/ws/deaf`, payloadBytes: 250_000, timeoutMs: 60_000 },
    { WebSocket: Network },
  );
  const [socket] = sockets;
  if (socket === undefined) throw new Error('No connection was opened.');
  let sent = 0;
  let skipped: Sample | undefined;
  while (skipped === undefined && sent < 400) {
    void fire().then((sample) => {
      if (sample.outcome === 'skipped') skipped = sample;
    });
    sent += 1;
    await new Promise<void>((resolve) => clock.at(clock.now(), resolve));
  }
  expect(skipped).toMatchObject({ outcome: 'skipped' });
  expect(socket.bufferedAmount).toBeLessThan(2_000_000);
  probe.close();
});
