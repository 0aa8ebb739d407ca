import { expect, inject, it } from 'vitest';
import { openProbe } from './probe-bench.ts';

const BUSY_MS = 80;
const chat = { kind: 'chat', protocol: 'openai', timeoutMs: 5000 };
const streams = inject('streamsUrl');

/** A browser that is slow to hand over the head of an answer. */
const slowly: typeof fetch = async (url, init) => {
  const response = await fetch(url, init);
  const until = performance.now() + BUSY_MS;
  while (performance.now() < until);
  return response;
};

it('takes off what the browser took to hand the same answer over', async () => {
  const { fire } = await openProbe({ ...chat, url: `${streams}/one-write` }, { fetch: slowly });
  await fire();
  const sample = await fire();
  if (sample.outcome !== 'ok') throw new Error(sample.outcome);
  expect(sample.newConnection).toBe(false);
  const { ttftMs = 0, wireTtftMs = Number.NaN, e2eMs = 0, wireE2eMs = Number.NaN } = sample;
  expect(ttftMs - wireTtftMs).toBeGreaterThan(BUSY_MS - 1);
  // The end is handed over no more slowly than the head, which in Firefox holds more.
  expect(e2eMs - wireE2eMs).toBeGreaterThan(BUSY_MS - 1);
  expect(e2eMs - wireE2eMs).toBeLessThan(ttftMs - wireTtftMs + 0.001);
  expect(wireTtftMs).toBeGreaterThanOrEqual(0);
});

it('has none on a new connection, or where the server hides its timing', async () => {
  const first = await (await openProbe({ ...chat, url: `${streams}/untimed` })).fire();
  expect(first).toMatchObject({ outcome: 'ok', wireTtftMs: undefined, wireE2eMs: undefined });
});
