import { expect, it } from 'vitest';
import { checkPlan } from '../../src/core/plan.ts';
import { estimatePlan } from '../../src/ui/estimate.ts';

function bytesEach(probe: object): number {
  const result = checkPlan({
    dishprobePlan: 1,
    name: 'p',
    durationS: 60,
    probes: [{ name: 'p', intervalMs: 1000, ...probe }],
  });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  const { probes, bytes } = estimatePlan(result.plan);
  expect(probes[0]?.requests).toBe(60);
  expect(bytes).toBe(60 * (probes[0]?.bytesEach ?? 0));
  return probes[0]?.bytesEach ?? 0;
}

const http = { kind: 'http', url: 'https://host/' };
const chat = { kind: 'chat', protocol: 'openai', url: 'https://host/v1/chat/completions' };

it('counts what a request sends and what its address asks for', () => {
  const plain = bytesEach(http);
  expect(bytesEach({ ...http, method: 'POST', bodyBytes: 64_000_000 }) - plain).toBe(64_000_000);
  expect(bytesEach({ ...http, method: 'POST', body: 'x'.repeat(5000) }) - plain).toBe(5000);
  expect(bytesEach({ ...http, url: 'https://host/download?bytes=250000' }) - plain).toBe(250_000);
});

it('counts a message of a WebSocket both ways, and a longer answer of a model as more', () => {
  const socket = { kind: 'websocket', url: 'wss://host/' };
  expect(bytesEach({ ...socket, payloadBytes: 1064 }) - bytesEach({ ...socket, payloadBytes: 64 })).toBe(
    2000,
  );
  expect(bytesEach({ ...chat, maxTokens: 128 })).toBeGreaterThan(bytesEach({ ...chat, maxTokens: 64 }));
  expect(bytesEach({ ...chat, prompt: 'x'.repeat(9000) })).toBeGreaterThan(9000);
});

it('counts the request that asks an echo endpoint whether it is simulated, once a host', () => {
  const socket = { kind: 'websocket', intervalMs: 1000 };
  const bytesOf = (...urls: string[]) => {
    const probes = urls.map((url, i) => ({ ...socket, name: `p${i}`, url }));
    const result = checkPlan({ dishprobePlan: 1, name: 'p', durationS: 60, probes });
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    return estimatePlan(result.plan).bytes;
  };
  const plain = bytesOf('wss://host/', 'wss://host/');
  expect(bytesOf('wss://host/echo', 'wss://host/echo') - plain).toBe(1000);
  expect(bytesOf('wss://host/echo', 'wss://other/echo') - plain).toBe(2000);
});
