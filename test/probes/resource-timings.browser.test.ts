import { expect, inject, it } from 'vitest';
import { millis } from '../../src/core/units.ts';
import { ResourceTimings } from '../../src/probes/resource-timings.ts';
import { createClock } from '../../src/worker/clock.ts';
import { createBench } from './probe-bench.ts';

it('never gives one request the entry of another that was sent some tenth of a second later', async () => {
  const clock = createClock();
  const timings = new ResourceTimings(clock);
  const url = `${inject('targetUrl')}/ping?bytes=77`;
  const sentSecond = clock.now();
  const sentFirst = millis(sentSecond - 100);
  await (await fetch(url)).text();
  // The first request is still on its way; its entry is not there yet.
  expect(await timings.find(url, sentFirst)).toBeUndefined();
  expect(await timings.find(url, sentSecond)).toBeDefined();
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
