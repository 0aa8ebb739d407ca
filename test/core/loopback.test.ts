import { expect, it } from 'vitest';
import { isLoopback, isLoopbackHost } from '../../src/core/loopback.ts';

it.each([
  'http://localhost',
  'ws://localhost:8080/echo',
  'HTTP://LOCALHOST/?a',
  'https://app.localhost/',
  'http://localhost./',
  'http://127.0.0.1:4174/ping',
  'http://127.1.2.3',
  'http://[::1]:80/',
  'http://me@localhost/',
])('takes %s for the machine itself', (url) => {
  expect(isLoopback(url)).toBe(true);
});

it.each([
  'http://localhost.evil.com/',
  'http://127.0.0.1.evil.com/',
  'http://notlocalhost/',
  'http://evil.com/localhost',
  'http://localhost@evil.com/',
  'http://evil.com/?@localhost',
  'http://10.127.0.1/',
  'http://128.0.0.1/',
  'http://[::2]/',
  'localhost',
  '',
])('takes %s for another machine, or for no address', (url) => {
  expect(isLoopback(url)).toBe(false);
});

it('reads a bare host as well', () => {
  expect([isLoopbackHost('localhost'), isLoopbackHost('localhost.evil.com')]).toEqual([true, false]);
});
