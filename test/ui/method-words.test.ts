import { expect, it } from 'vitest';
import { plainAddress } from '../../src/ui/method-words.ts';

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
