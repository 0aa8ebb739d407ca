import { expect, it } from 'vitest';
import { mergedScheduleWords, plainAddress } from '../../src/ui/method-words.ts';

it.each([
  ['https://host/ping', 'https://host/ping'],
  ['wss://host:8443/echo?bytes=64', 'wss://host:8443/echo?bytes=64'],
  ['https://host/v1?api-version=2026-01-01&bytes=64', 'https://host/v1?api-version=…&bytes=64'],
  ['https://user:word@host/v1?abc123#sk-1', 'https://host/v1?…'],
  ['https://host/ping?pin=1234567890', 'https://host/ping?pin=…'],
  ['no address', 'no address'],
])('names %s without what may be a key', (address, named) => {
  expect(plainAddress(address)).toBe(named);
});

it('tells the schedules and seeds of merged campaigns apart', () => {
  const asked = (campaign: string, seed: number, intervalMs: number) => ({
    campaign,
    seed,
    probes: [{ name: 'ping', intervalMs, jitter: 0, timeoutMs: 5000 }],
  });
  const schedules = [asked('A', 1, 1000), asked('B', 2, 60_000), asked('C', 3, 1000)];
  const open = (every: string) =>
    `Open loop: due every ${every} ms, without jitter, whatever the answers do. An answer is waited for 5,000 ms.`;
  expect(mergedScheduleWords(schedules, 'ping')).toBe(
    `The merged campaigns had schedules and seeds of their own. A (seed 1), C (seed 3): ${open('1,000')} B (seed 2): ${open('60,000')}`,
  );
  expect(mergedScheduleWords(undefined, 'ping')).toBe(
    'The merged campaigns had schedules and seeds of their own, which the record does not hold.',
  );
});
