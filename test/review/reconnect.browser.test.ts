import { expect, inject, it } from 'vitest';
import type { Sample } from '../../src/core/sample.ts';
import { millis } from '../../src/core/units.ts';
import { createProbe } from '../../src/probes/create-probe.ts';
import { ResourceTimings } from '../../src/probes/resource-timings.ts';
import { createClock } from '../../src/worker/clock.ts';
import { specOf } from '../probes/probe-bench.ts';

it('probes again as soon as a fresh connection opens, though a connect from within the outage still hangs', async () => {
  const url = `${inject('targetUrl').replace('http', 'ws')}/echo`;
  const clock = createClock();
  let opened = 0;
  // The first connect hangs, as one whose packets were lost in the outage does.
  const Network = new Proxy(WebSocket, {
    construct(Real, [address, protocols]) {
      opened += 1;
      return opened === 1 ? { close() {} } : new Real(address, protocols);
    },
  });
  const settled = Promise.withResolvers<Sample>();
  const probe = createProbe(specOf({ kind: 'websocket', url, timeoutMs: 5000 }), {
    clock,
    sink: settled.resolve,
    note: () => {},
    timings: new ResourceTimings(clock),
    fetch: fetch.bind(globalThis),
    WebSocket: Network,
    simulated: () => {},
  });
  void probe.open();
  expect((await probe.knock(millis(3000))).arrived).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const now = clock.now();
  probe.fire({ seq: 0, dueMonoMs: now, dueEpochMs: clock.epochNow(), sentMonoMs: now, lateMs: millis(0) });
  expect((await settled.promise).outcome).toBe('ok');
  probe.close();
});
