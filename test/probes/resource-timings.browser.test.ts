import { expect, inject, it } from 'vitest';
import { millis } from '../../src/core/units.ts';
import { ResourceTimings } from '../../src/probes/resource-timings.ts';
import { createClock } from '../../src/worker/clock.ts';
import { createBench } from './probe-bench.ts';

const clock = createClock();

it('never gives one request the entry of another that was sent some tenth of a second later', async () => {
  const timings = new ResourceTimings(clock);
  const url = `${inject('targetUrl')}/ping?bytes=77`;
  const sentSecond = clock.now();
  const first = timings.expect(url, millis(sentSecond - 100));
  const second = timings.expect(url, sentSecond);
  await (await fetch(url)).text();
  // The first request is still on its way; its entry is not there yet.
  expect(await first.entry()).toBeUndefined();
  expect(await second.entry()).toBeDefined();
  timings.close();
});

it('gives each of two requests its own entry, though the later one was aborted at once', async () => {
  const timings = new ResourceTimings(clock);
  const url = `${inject('depthUrl')}/slow?ms=200&twice`;
  const ask = (signal: AbortSignal | null) => {
    const sentMs = clock.now();
    return { entry: timings.expect(url, sentMs), sentMs, answer: fetch(url, { signal }) };
  };
  const kept = ask(null);
  while (clock.now() < kept.sentMs + 10) await new Promise((resolve) => setTimeout(resolve, 1));
  const abort = new AbortController();
  const dropped = ask(abort.signal);
  dropped.entry.drop();
  abort.abort();
  await dropped.answer.catch(() => undefined);
  // The aborted one's entry comes first, and begins within what the kept one could have begun in.
  const found = kept.entry.entry(3000);
  await (await kept.answer).text();
  expect(await found).toMatchObject({ name: url, requestStart: expect.toSatisfy((ms) => ms > 0) });
  timings.close();
});

it('knows a request again that the browser began a good part of a second after it was sent', async () => {
  const timings = new ResourceTimings(clock);
  const url = `${inject('targetUrl')}/ping?bytes=79`;
  const expected = timings.expect(url, clock.now());
  const busyUntil = clock.now() + 300;
  while (clock.now() < busyUntil);
  await (await fetch(url)).text();
  expect(await expected.entry()).toBeDefined();
  timings.close();
});

it('gives no probe the entry of a knock at the same address', async () => {
  const url = `${inject('targetUrl')}/ping?bytes=78`;
  const { clock, probe, fire } = createBench(
    { kind: 'http', url },
    {
      fetch: (address, init) =>
        init?.mode === 'no-cors' ? fetch(address, init) : Promise.resolve(new Response('no entry')),
    },
  );
  const sentBefore = millis(clock.now() - 20);
  expect((await probe.knock(millis(3000))).arrived).toBe(true);
  expect(await fire(sentBefore)).toMatchObject({ outcome: 'ok', timingSource: 'wall-clock' });
});

it('keeps phases in each of 300 requests, and neither the browser\u2019s buffer nor ours fills up', async () => {
  const full: Event[] = [];
  performance.addEventListener('resourcetimingbufferfull', (event) => full.push(event));
  const { fire, timings } = createBench({ kind: 'http', url: `${inject('targetUrl')}/ping` });
  for (let i = 0; i < 300; i += 1) {
    expect(await fire()).toMatchObject({ outcome: 'ok', timingSource: 'resource-timing' });
  }
  expect(full).toEqual([]);
  expect(performance.getEntriesByType('resource').length).toBeLessThan(250);
  expect(timings.waiting).toBe(0);
});

it('forgets the oldest of the requests whose entries never came', () => {
  const timings = new ResourceTimings(clock);
  for (let i = 0; i < 5000; i += 1) timings.expect(`http://127.0.0.1:9/${i}`, clock.now()).drop();
  expect(timings.waiting).toBeLessThan(300);
  timings.close();
});

it('knows which requests had a host for themselves', () => {
  const timings = new ResourceTimings(clock);
  const announce = (path: string) => timings.expect(`http://127.0.0.1:9${path}`, clock.now());
  const first = announce('/first');
  const elsewhere = timings.expect('http://127.0.0.1:8/elsewhere', clock.now());
  expect([first.alone, elsewhere.alone]).toEqual([true, true]);
  const second = announce('/second');
  expect([first.alone, second.alone, elsewhere.alone]).toEqual([false, false, true]);
  first.drop();
  second.drop();
  expect(announce('/third').alone).toBe(true);
  timings.close();
});
