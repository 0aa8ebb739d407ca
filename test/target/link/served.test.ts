import { describe, expect, it } from 'vitest';
import { epochNow, monoNow } from '../../../src/target/clock.ts';
import { linkAt } from '../../../src/target/link/model.ts';
import { type Outage, outagesBetween } from '../../../src/target/link/outages.ts';
import { ask, askJson, echo, messages, started } from '../support.ts';

const chat = { model: 'm', messages: [{ role: 'user', content: 'hello' }], max_tokens: 12, stream: true };

/** A seed whose link has an outage that suits, as counted from now. */
function seedWith(suits: (outage: Outage) => boolean): { seed: number; outage: Outage } {
  const now = epochNow();
  for (let seed = 0; seed < 1_000_000; seed += 1) {
    const outage = outagesBetween(seed, now - 60_000, now + 5_000).find(suits);
    if (outage) return { seed, outage };
  }
  throw new Error('no seed suits');
}

/** A seed whose link stays up for the length of a test. */
function seedUp(): number {
  const now = epochNow();
  for (let seed = 0; ; seed += 1) {
    const times = Array.from({ length: 1200 }, (_, index) => now + index * 10);
    if (times.every((at) => !linkAt(seed, at).lossy)) return seed;
  }
}

/** An outage that goes on now and ends soon. */
function endingSoon() {
  const now = epochNow();
  return seedWith(
    ({ startEpochMs, endEpochMs }) => startEpochMs < now && endEpochMs > now + 800 && endEpochMs < now + 1300,
  );
}

describe('Server-Timing', () => {
  it.each([
    [undefined, '/ping', ''],
    [undefined, '/v1/chat/completions', ', simulated;desc="model"'],
    [undefined, '/api/chat', ', simulated;desc="model"'],
    ['starlink' as const, '/ping', ', simulated;desc="starlink"'],
    ['starlink' as const, '/nowhere', ', simulated;desc="starlink"'],
    ['starlink' as const, '/api/chat', ', simulated;desc="starlink", simulated;desc="model"'],
  ])('with link %s %s says what is simulated, errors and preflights too', async (link, path, said) => {
    const target = await started({ link, seed: seedUp() });
    for (const method of ['GET', 'OPTIONS']) {
      const { headers } = await ask(target, method, path);
      expect(String(headers['server-timing']).replace(/^app;dur=[\d.]+/, '')).toBe(said);
    }
  });

  it('does not count the time on the simulated link as the server\u2019s own', async () => {
    const target = await started({ link: 'starlink', seed: seedUp() });
    const start = monoNow();
    const { headers } = await ask(target, 'GET', '/ping');
    const wholeMs = monoNow() - start;
    const appMs = Number(/dur=([\d.]+)/.exec(String(headers['server-timing']))?.[1]);
    // No round trip is below 19 ms, and a new connection takes two.
    expect(wholeMs).toBeGreaterThan(38);
    expect(appMs).toBeLessThan(wholeMs - 38);
  });
});

describe('over the simulated link', () => {
  it('echoes and streams arrive complete and in order', async () => {
    const target = await started({ link: 'starlink', seed: seedUp() });
    const socket = await echo(target);
    const back = messages(socket, 200);
    const stream = askJson(target, '/v1/chat/completions', chat);
    for (let index = 0; index < 200; index += 1) {
      socket.send(String(index));
      if (index % 20 === 0) await ask(target, 'GET', '/ping?bytes=10');
    }
    expect((await back).map(({ data }) => Number(data))).toEqual(
      Array.from({ length: 200 }, (_, index) => index),
    );
    expect((await stream).body.toString()).toMatch(/assistant[\s\S]*"length"[\s\S]*\[DONE\]\n\n$/);
    const { body } = await ask(target, 'POST', '/upload', { body: Buffer.alloc(6_000_000) });
    expect(JSON.parse(body.toString())).toEqual({ bytes: 6_000_000 });
    expect((await ask(target, 'GET', '/download?bytes=6000000')).body).toHaveLength(6_000_000);
    socket.close();
  });

  it('a new request and a new WebSocket wait until an outage ends', async () => {
    const { seed, outage } = endingSoon();
    const target = await started({ link: 'starlink', seed });
    const answered = ask(target, 'GET', '/ping').then(() => epochNow());
    const opened = echo(target).then((socket) => {
      socket.terminate();
      return epochNow();
    });
    expect(await answered).toBeGreaterThan(outage.endEpochMs);
    expect(await opened).toBeGreaterThan(outage.endEpochMs);
  });

  it('nothing passes on a standing WebSocket in an outage, and what was held follows in order', async () => {
    const now = epochNow();
    const { seed, outage } = seedWith(({ startEpochMs, endEpochMs }) => {
      const durationMs = endEpochMs - startEpochMs;
      return startEpochMs > now + 900 && startEpochMs < now + 1500 && durationMs > 1000 && durationMs < 1600;
    });
    const target = await started({ link: 'starlink', seed });
    const socket = await echo(target);
    const arrivals: { index: number; atEpochMs: number }[] = [];
    let sent = 0;
    const done = new Promise<void>((resolve) => {
      socket.on('message', (data) => {
        arrivals.push({ index: Number(String(data)), atEpochMs: epochNow() });
        if ((arrivals.at(-1)?.atEpochMs ?? 0) > outage.endEpochMs && arrivals.length === sent) resolve();
      });
    });
    const ticking = setInterval(() => {
      if (epochNow() < outage.endEpochMs) socket.send(String(sent++));
    }, 20);
    await done;
    clearInterval(ticking);
    socket.terminate();
    expect(arrivals.map(({ index }) => index)).toEqual(Array.from({ length: sent }, (_, index) => index));
    const answeredBefore = arrivals.filter(({ atEpochMs }) => atEpochMs < outage.startEpochMs);
    expect(answeredBefore.length).toBeGreaterThan(0);
    // What left before the outage may still land: no flight takes 600 ms.
    const inside = arrivals.filter(
      ({ atEpochMs }) => atEpochMs > outage.startEpochMs + 600 && atEpochMs < outage.endEpochMs,
    );
    expect(inside).toEqual([]);
  });

  it('close() ends what an outage holds', async () => {
    const { seed } = endingSoon();
    const target = await started({ link: 'starlink', seed });
    const held = ask(target, 'GET', '/ping').then(
      () => 'answered',
      () => 'ended',
    );
    while (target.requests.length === 0) await new Promise(setImmediate);
    await target.close();
    expect(await held).toBe('ended');
  });
});
