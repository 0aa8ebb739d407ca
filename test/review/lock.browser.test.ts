import { afterEach, expect, it } from 'vitest';
import { withCampaignLock } from '../../src/worker/lock.ts';

afterEach(() => {
  Reflect.deleteProperty(navigator, 'locks');
});

it('measures on an insecure origin, where there are no Web Locks', async () => {
  Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true });
  await expect(withCampaignLock(() => Promise.resolve('measured'))).resolves.toBe('measured');
});
