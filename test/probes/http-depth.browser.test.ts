import { describe, expect, inject, it } from 'vitest';
import type { Sample } from '../../src/core/sample.ts';
import { openProbe } from './probe-bench.ts';

const depth = inject('depthUrl');
const link = inject('depthLinkUrl');
const readings = (sample: Sample) => {
  if (sample.outcome !== 'ok') throw new Error(JSON.stringify(sample));
  return sample;
};
const number = (value: number | undefined) => value ?? Number.NaN;

async function fireAt(url: string, shots: number, spec: object = {}) {
  const bench = await openProbe({ kind: 'http', url, ...spec });
  const samples: Sample[] = [];
  for (let i = 0; i < shots; i += 1) samples.push(await bench.fire());
  return { ...bench, samples, last: readings(samples.at(-1) ?? (await bench.fire())) };
}

/** Leaves no idle connection to a host behind. */
async function emptyPool(host: string): Promise<void> {
  const { fire } = await openProbe({ kind: 'http', url: `${host}/close` });
  for (let i = 0; readings(await fire()).newConnection === false; i += 1) expect(i).toBeLessThan(20);
}

describe('the first byte', () => {
  it('is that of the final answer, not of early hints before it', async () => {
    const { last } = await fireAt(`${depth}/early`, 2);
    expect(last.timingSource).toBe('resource-timing');
    // The hints come 200 ms earlier. Where a browser tells of the first head alone, that time is in the download.
    const tells = 'finalResponseHeadersStart' in PerformanceResourceTiming.prototype;
    const { ttfbMs = 0, rttMs, downloadMs = 0 } = last;
    expect(tells ? ttfbMs : ttfbMs + downloadMs).toBeGreaterThan(150);
    if (tells) expect(rttMs).toBeGreaterThan(150);
    if (tells) expect(downloadMs).toBeLessThan(100);
  });
});

describe('the queue', () => {
  it('behind six busy connections is queue time, and no part of the round trip', async () => {
    const key = crypto.randomUUID();
    const bench = await openProbe({ kind: 'http', url: `${depth}/ok` });
    const held = Array.from({ length: 6 }, (_, i) => fetch(`${depth}/hold?key=${key}&n=${i}`));
    const heldNow = async () => Number(await (await fetch(`${link}/held?key=${key}`)).text());
    while ((await heldNow()) < 6);
    const fired = bench.clock.now();
    const report = bench.fire();
    // Each look takes a round trip on the other host.
    for (let i = 0; i < 5; i += 1) await heldNow();
    const waitedMs = bench.clock.now() - fired;
    await fetch(`${link}/release?key=${key}`);
    await Promise.all(held.map(async (answer) => (await answer).text()));
    const sample = readings(await report);
    expect(sample.newConnection).toBe(false);
    expect(sample.queueMs).toBeGreaterThanOrEqual(waitedMs - 5);
    expect(sample.rttMs).toBeLessThan(waitedMs / 2);
    expect(number(sample.queueMs) + number(sample.rttMs)).toBeLessThanOrEqual(sample.serviceMs + 2);
  });

  it('has room for more than six requests on one HTTP/2 connection, as on no HTTP/1.1 host', async () => {
    const slowest = async (url: string) => {
      const { fire } = await openProbe({ kind: 'http', url });
      await fire();
      const all = await Promise.all(Array.from({ length: 12 }, () => fire()));
      return Math.max(...all.map((sample) => readings(sample).serviceMs));
    };
    const holdMs = 400;
    expect(await slowest(`${inject('h2Url')}/?holdMs=${holdMs}`)).toBeLessThan(holdMs * 1.9);
    expect(await slowest(`${depth}/slow?ms=${holdMs}`)).toBeGreaterThan(holdMs * 1.9);
  });
});

describe('a redirect', () => {
  it('leaves the round trip to the last hop, and is told once without the query', async () => {
    const to = encodeURIComponent(`${depth}/ok?token=hunter2`);
    const { samples, last, notes } = await fireAt(`${depth}/redirect?to=${to}`, 3);
    expect(samples.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok']);
    expect(last.timingSource).toBe('resource-timing');
    // The hop takes 200 ms, the answer behind it none.
    expect(last.serviceMs).toBeGreaterThan(180);
    expect(last.rttMs).toBeLessThan(100);
    expect(last.queueMs).toBeLessThan(100);
    expect(notes.map(({ detail }) => detail)).toEqual([
      `The endpoint redirects to ${depth}/ok, which costs each request a round trip more. Enter the final address.`,
    ]);
  });

  it('to another host gives that host\u2019s connection, where all on the way tell their times', async () => {
    await emptyPool(link);
    const { samples } = await fireAt(`${depth}/redirect?to=${encodeURIComponent(`${link}/close`)}`, 2);
    for (const sample of samples) {
      expect(sample).toMatchObject({ timingSource: 'resource-timing', newConnection: true });
      expect(readings(sample).rttMs).toBeUndefined();
    }
  });

  it('over a host that does not tell its times leaves the clock in script, and no round trip', async () => {
    const { last } = await fireAt(`${depth}/redirect-untold?to=${encodeURIComponent(`${link}/ok`)}`, 2);
    expect(last.timingSource).toBe('wall-clock');
    expect(last.rttMs).toBeUndefined();
  });
});

describe('a connection', () => {
  it('that stays is reused, and one that the server closes is new each time', async () => {
    const warm = await fireAt(`${depth}/ok`, 3);
    expect(warm.last.newConnection).toBe(false);
    for (const phase of [warm.last.connectMs, warm.last.dnsMs, warm.last.tlsMs])
      expect(phase).toBeUndefined();
    expect(warm.last.rttMs).toBeDefined();
    await emptyPool(link);
    const cold = await fireAt(`${link}/close`, 4);
    for (const sample of cold.samples) {
      const { newConnection, rttMs, connectMs, dnsMs, tlsMs } = readings(sample);
      expect({ newConnection, rttMs, tlsMs }).toEqual({
        newConnection: true,
        rttMs: undefined,
        tlsMs: undefined,
      });
      expect(connectMs).toBeGreaterThanOrEqual(0);
      expect(dnsMs).toBeGreaterThanOrEqual(0);
    }
  });

  it('that the server drops while idle is new at the next probe', async () => {
    await emptyPool(link);
    const run = crypto.randomUUID();
    const { fire } = await openProbe({ kind: 'http', url: `${link}/idle-close?run=${run}` });
    await fire();
    // By another name of the link, which has connections of its own. The end of the first comes in about as the
    // first of these answers does, and the second takes a round trip more.
    for (let i = 0; i < 2; i += 1)
      await fetch(`${link.replace('127.0.0.1', 'localhost')}/idle-closed?run=${run}`);
    expect(await fire()).toMatchObject({ newConnection: true, rttMs: undefined });
  });

  it('over TLS and HTTP/2 is named, with its handshake once and a round trip after it', async () => {
    const { samples } = await fireAt(`${inject('h2Url')}/?own=${crypto.randomUUID()}`, 2);
    const [first, second] = samples.map(readings);
    expect(second).toMatchObject({ protocol: 'h2', newConnection: false, timingSource: 'resource-timing' });
    expect(second?.rttMs).toBeDefined();
    if (first?.newConnection) expect(first.tlsMs).toBeGreaterThan(0);
  });
});

describe('the server\u2019s own time', () => {
  const at = (value: string) => `${depth}/server-timing?value=${encodeURIComponent(value)}`;

  it.each([
    ['cache;desc="a, b;dur=7", app;dur=2, db;dur=900', 2],
    ['app;dur="1.5";desc="q\\"uoted"', 1.5],
    ['app', undefined],
    ['app;desc=warm', undefined],
    ['app;dur=soon', undefined],
  ])('is read as written: %s', async (value, serverMs) => {
    expect((await fireAt(at(value), 1)).last.serverMs).toBe(serverMs);
  });

  it('that is longer than the whole exchange is no reason to report a round trip', async () => {
    const { last } = await fireAt(at('app;dur=4000'), 2);
    expect(last).toMatchObject({ serverMs: 4000, newConnection: false, rttMs: undefined });
  });
});
