import { afterEach, describe, expect, it } from 'vitest';
import { withCampaignLock } from '../../src/worker/lock.ts';

afterEach(() => {
  Reflect.deleteProperty(navigator, 'locks');
});

describe('the lock of a campaign', () => {
  it('holds a second tab back and says so', async () => {
    const second = withCampaignLock(() => withCampaignLock(() => Promise.resolve('measured')));
    await expect(second).rejects.toThrow('Another tab');
    await expect(withCampaignLock(() => Promise.resolve('measured'))).resolves.toBe('measured');
  });

  it('does not keep an insecure origin, which has no Web Locks, from measuring', async () => {
    Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true });
    await expect(withCampaignLock(() => Promise.resolve('measured'))).resolves.toBe('measured');
  });
});
