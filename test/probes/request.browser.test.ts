import { describe, expect, inject, it } from 'vitest';
import { millis } from '../../src/core/units.ts';
import { createBench } from './probe-bench.ts';

const faults = inject('faultsUrl');
const target = inject('targetUrl');
const ping = { kind: 'http', url: `${target}/ping?bytes=1` };

const isKnock = (init: RequestInit | undefined) => init?.mode === 'no-cors';
const refuse = () => Promise.reject(new TypeError('refused'));
const untilAborted = (init: RequestInit | undefined) =>
  new Promise<never>((_, reject) =>
    init?.signal?.addEventListener('abort', () => reject(new TypeError('aborted'))),
  );

describe('timeout of a request', () => {
  it('does not strike an answer that was whole before it, though its timing entry is awaited beyond it', async () => {
    // The browser leaves no entry of an answer that never was on the network.
    const { fire } = createBench({ ...ping, timeoutMs: 100 }, { fetch: async () => new Response('x') });
    expect(await fire()).toMatchObject({ outcome: 'ok', timingSource: 'wall-clock' });
  });

  it('does not strike a request that was refused before it, however long its reason takes to find', async () => {
    const { fire } = createBench(
      { ...ping, timeoutMs: 100 },
      { fetch: (_url, init) => (isKnock(init) ? untilAborted(init) : refuse()) },
    );
    expect(await fire()).toMatchObject({ outcome: 'failed', error: 'dns-or-connect' });
  });

  it('keeps count of what was read of the answer that it cut', async () => {
    for (const spec of [
      { kind: 'http', url: `${faults}/trickle` },
      { kind: 'chat', protocol: 'openai', url: `${faults}/chat/hang` },
    ]) {
      const sample = await createBench({ ...spec, timeoutMs: 500 }).fire();
      expect(sample).toMatchObject({ outcome: 'timeout', httpStatus: 200 });
      expect('bytesDown' in sample && sample.bytesDown).toBeGreaterThan(0);
    }
  });
});

describe('name of a failure', () => {
  it('is not CORS for a broken connection to an endpoint whose answers could be read before', async () => {
    let broken = false;
    const { fire } = createBench(ping, {
      fetch: (url, init) => (broken && !isKnock(init) ? refuse() : fetch(url, init)),
    });
    expect((await fire()).outcome).toBe('ok');
    broken = true;
    expect(await fire()).toMatchObject({ outcome: 'failed', error: 'unknown' });
  });

  it('is not CORS for one broken connection at the very start', async () => {
    let calls = 0;
    const { fire } = createBench(ping, {
      fetch: (url, init) => {
        calls += 1;
        return calls === 1 ? refuse() : fetch(url, init);
      },
    });
    expect(await fire()).toMatchObject({ outcome: 'failed', error: 'unknown' });
  });

  it('is CORS where no answer could ever be read, and such an endpoint gives no sign of life', async () => {
    for (const spec of [{ kind: 'http' }, { kind: 'http', method: 'POST', headers: { 'x-a': 'b' } }]) {
      const { fire, probe } = createBench({ ...spec, url: `${faults}/no-cors` });
      expect((await probe.knock(millis(3000))).arrived).toBe(true);
      expect(await fire()).toMatchObject({ outcome: 'failed', error: 'cors' });
      expect(await probe.knock(millis(3000))).toEqual({ arrived: false, bytes: 0 });
    }
  });
});

describe('closing', () => {
  it.each([
    ['http', ping],
    ['chat', { kind: 'chat', protocol: 'openai', url: ping.url }],
  ])('drops what %s has in flight and reports nothing more', async (_kind, spec) => {
    const signals: AbortSignal[] = [];
    const { probe, fire } = createBench(spec, {
      fetch: (_url, init) => {
        if (init?.signal) signals.push(init.signal);
        return untilAborted(init);
      },
    });
    const report = fire();
    const knock = probe.knock(millis(60_000));
    probe.close();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
    expect((await knock).arrived).toBe(false);
    expect(await Promise.race([report, Promise.resolve('nothing')])).toBe('nothing');
  });
});

describe('what is not measured', () => {
  it('is an answer from the cache of the browser: told once, and passed by from then on', async () => {
    const url = `${faults}/ok?cacheable=${performance.timeOrigin}`;
    // As if the endpoint allowed it: any stored answer will do, unless the probe itself asks for more.
    const { fire, notes } = createBench(
      { kind: 'http', url, headers: { 'x-kind': 'keyed' } },
      { fetch: (address, init) => fetch(address, { ...init, cache: init?.cache ?? 'force-cache' }) },
    );
    expect((await fire()).outcome).toBe('ok');
    expect((await fire()).outcome).toBe('unmeasured');
    expect((await fire()).outcome).toBe('ok');
    expect(notes.map(({ detail }) => detail)).toEqual([expect.stringContaining('Cache-Control: no-store')]);
  });
});

describe('a secret', () => {
  it('is not carried along where the endpoint redirects', async () => {
    const asked: RequestInit[] = [];
    const { fire } = createBench(ping, {
      secret: { header: 'x-api-key', value: 'hunter2' },
      fetch: (url, init = {}) => {
        asked.push(init);
        return fetch(url, init);
      },
    });
    expect((await fire()).outcome).toBe('ok');
    expect(asked.map(({ redirect }) => redirect)).toEqual(['error']);
  });

  it('has a redirecting endpoint fail, and says once how to mend it', async () => {
    const redirected = Object.defineProperty(new Response(null), 'type', { value: 'opaqueredirect' });
    const { fire, notes, probe } = createBench(ping, {
      secret: { header: 'x-api-key', value: 'hunter2' },
      // As browsers answer a request that is redirected.
      fetch: (url, init) =>
        isKnock(init)
          ? fetch(url, init)
          : init?.redirect === 'manual'
            ? Promise.resolve(redirected)
            : refuse(),
    });
    expect([await fire(), await fire()]).toMatchObject([{ error: 'unknown' }, { error: 'unknown' }]);
    expect(notes.map(({ detail }) => detail)).toEqual([expect.stringContaining('redirects')]);
    expect((await probe.knock(millis(3000))).arrived).toBe(false);
  });
});

describe('an address that no browser opens', () => {
  it('fails its probes and throws nothing', async () => {
    const url = 'http://xn--a/';
    for (const spec of [
      { kind: 'http', url },
      { kind: 'websocket', url: url.replace('http', 'ws') },
    ]) {
      const { fire, probe } = createBench(spec);
      await probe.open();
      expect(await fire()).toMatchObject({ outcome: 'failed', error: 'dns-or-connect' });
      probe.close();
    }
  });
});
