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

  it('waits, where that is wanted, for a worker that is about to go', async () => {
    let letGo = () => {};
    const first = withCampaignLock(
      () =>
        new Promise<string>((resolve) => {
          letGo = () => resolve('gone');
        }),
    );
    const order: string[] = [];
    const second = withCampaignLock(async () => {
      order.push('measures');
    }, true);
    await expect(withCampaignLock(() => Promise.resolve())).rejects.toThrow('Another tab');
    order.push('goes');
    letGo();
    await Promise.all([first, second]);
    expect(order).toEqual(['goes', 'measures']);
  });

  it('does not keep an insecure origin, which has no Web Locks, from measuring', async () => {
    Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true });
    await expect(withCampaignLock(() => Promise.resolve('measured'))).resolves.toBe('measured');
  });
});
