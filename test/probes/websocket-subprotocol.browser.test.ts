import { describe, expect, inject, it } from 'vitest';
import { createBench, openProbe } from './probe-bench.ts';

const faults = inject('faultsUrl').replace('http', 'ws');
const target = inject('targetUrl').replace('http', 'ws');
const echo = { kind: 'websocket', timeoutMs: 5000 };
const subprotocol = 'dishprobe.echo.v1';

describe('the subprotocol', () => {
  it('is offered only where the plan asks for it', async () => {
    const plain = await openProbe({ ...echo, url: `${faults}/ws/no-offers` });
    expect(await plain.fire()).toMatchObject({ outcome: 'ok' });
    expect(plain.notes).toMatchObject([{ kind: 'connect' }]);
    plain.probe.close();
    const connect = createBench({ ...echo, expect: 'connect', url: `${faults}/ws/no-offers` });
    expect(await connect.fire()).toMatchObject({ outcome: 'ok' });
    connect.probe.close();
  });

  it.each(['/ws/no-offers', '/ws/ignores-offers'])(
    'is named, once and with the mend, where the server does not accept it: %s',
    async (path) => {
      for (const extra of [{}, { expect: 'connect' }]) {
        const url = `${faults}${path}`;
        const { notes, fire, probe } = await openProbe({ ...echo, ...extra, url, subprotocol });
        const { outcome } = await fire();
        // Firefox opens a connection whose offer the server ignores.
        const opens = path === '/ws/ignores-offers' && navigator.userAgent.includes('Firefox');
        expect(outcome).toBe(opens ? 'ok' : 'failed');
        const told = () => notes.filter(({ detail }) => detail.includes(subprotocol));
        await expect.poll(() => told().length, { timeout: 20_000 }).toBe(1);
        expect(told()[0]?.detail).toContain('eave it out of the plan');
        if (!opens) expect(await fire()).toMatchObject({ outcome: 'failed', error: 'malformed' });
        expect(told()).toHaveLength(1);
        probe.close();
      }
    },
  );

  it('is not suspected where the server is not there at all, or accepts it', async () => {
    const offers: unknown[] = [];
    const Network = new Proxy(WebSocket, {
      construct(Real, [address, protocols]) {
        offers.push(protocols.length);
        return new Real(address, protocols);
      },
    });
    const gone = await openProbe(
      { ...echo, url: `${faults}/ws/refuse`, subprotocol },
      { WebSocket: Network },
    );
    // One without the subprotocol was tried, and the next with it, too.
    await expect
      .poll(() => offers.slice(offers.indexOf(0) + 1).length, { timeout: 20_000 })
      .toBeGreaterThan(1);
    expect(await gone.fire()).toMatchObject({ outcome: 'failed', error: 'dns-or-connect' });
    expect(offers).toContain(0);
    expect(gone.notes).toEqual([]);
    gone.probe.close();
    const sound = await openProbe({ ...echo, url: `${target}/echo`, subprotocol });
    expect(await sound.fire()).toMatchObject({ outcome: 'ok' });
    expect(sound.notes).toMatchObject([{ kind: 'connect' }]);
    sound.probe.close();
  });
});
