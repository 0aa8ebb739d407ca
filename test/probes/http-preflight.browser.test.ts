import { describe, expect, inject, it } from 'vitest';
import type { Sample } from '../../src/core/sample.ts';
import { openProbe } from './probe-bench.ts';

const KEYED = { secret: { header: 'Authorization', value: 'Bearer k' } };
/** No two runs share an address, for browsers remember preflights. */
const fresh = (url: string) => `${url}${url.includes('?') ? '&' : '?'}run=${crypto.randomUUID()}`;
const targetPreflights = async () => Number(await (await fetch(inject('countUrl'))).text());
const depthPreflights = async (url: string) => {
  const { pathname, search } = new URL(url);
  const of = encodeURIComponent(pathname + search);
  return Number(await (await fetch(`${inject('depthUrl')}/preflights?of=${of}`)).text());
};
const tagOf = (sample: Sample) => ('preflight' in sample ? sample.preflight : undefined);
const readings = (sample: Sample) => {
  if (sample.outcome !== 'ok') throw new Error(JSON.stringify(sample));
  return sample;
};

async function tagsOf(spec: object, shots: number, options = {}, pauseMs = 0) {
  const { fire } = await openProbe({ kind: 'http', ...spec }, options);
  const samples: Sample[] = [];
  for (let i = 0; i < shots; i += 1) {
    samples.push(await fire());
    if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  expect(samples.map(({ outcome }) => outcome)).toEqual(samples.map(() => 'ok'));
  return { samples, tags: samples.map(tagOf) };
}

describe('what a plain request costs', () => {
  it.each([
    ['a GET', {}],
    ['a POST of text', { method: 'POST', body: 'prompt' }],
    ['a POST of noise', { method: 'POST', bodyBytes: 40_000 }],
  ])('%s asks for no preflight and says that it paid none', async (_name, spec) => {
    const url = fresh(`${inject('depthUrl')}/upload`);
    const { tags } = await tagsOf({ url, ...spec }, 5);
    expect(tags).toEqual([false, false, false, false, false]);
    expect(await depthPreflights(url)).toBe(0);
  });
});

describe('what a request with a header of its own costs', () => {
  it.each([
    ['GETs', {}],
    ['POSTs', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }],
  ])('20 %s ask once, and the first says so', async (_name, spec) => {
    const before = await targetPreflights();
    const url = fresh(`${inject('targetUrl')}/${'method' in spec ? 'upload' : 'ping'}`);
    const { tags } = await tagsOf({ url, ...spec }, 20, KEYED);
    expect((await targetPreflights()) - before).toBe(1);
    expect(tags.filter((paid) => paid === true)).toHaveLength(1);
    expect(tags[0]).toBe(true);
  });

  it('over a link each request says whether it paid, and its round trip never holds the preflight', async () => {
    const url = fresh(`${inject('depthLinkUrl')}/ok?age=7200`);
    const { samples, tags } = await tagsOf({ url, headers: { 'x-kind': 'keyed' } }, 8);
    expect(tags.filter((paid) => paid === true)).toHaveLength(await depthPreflights(url));
    expect(tags[0]).toBe(true);
    expect(tags.slice(-5)).toEqual([false, false, false, false, false]);
    const [first, ...rest] = samples.map(readings);
    expect(first?.queueMs).toBeGreaterThan(150);
    for (const { queueMs, preflight } of rest) if (preflight === false) expect(queueMs).toBeLessThan(100);
    const slowest = Math.max(...rest.map(({ rttMs = Number.NaN }) => rttMs));
    expect(first?.rttMs).toBeLessThan(slowest + 80);
  });

  it.each(['/ok', '/untimed'])(
    'a Max-Age that ends shows in each sample that paid anew: %s',
    async (path) => {
      const url = fresh(`${inject('depthLinkUrl')}${path}?age=1`);
      const { tags } = await tagsOf({ url, headers: { 'x-kind': 'keyed' } }, 8, {}, 300);
      const paid = tags.filter((tag) => tag === true).length;
      expect(paid).toBe(await depthPreflights(url));
      expect(paid).toBeGreaterThan(1);
      expect(tags).toContain(false);
    },
  );

  it('a wildcard answer counts as the browser keeps it', async () => {
    const url = fresh(`${inject('depthLinkUrl')}/ok?age=7200&allow=*`);
    const { tags } = await tagsOf({ url, headers: { 'x-kind': 'keyed' } }, 5);
    expect(tags.filter((tag) => tag === true)).toHaveLength(await depthPreflights(url));
  });

  it('says nothing where the endpoint hides its phases', async () => {
    const url = fresh(`${inject('depthUrl')}/untold`);
    const { tags } = await tagsOf({ url, headers: { 'x-kind': 'keyed' } }, 2);
    expect(tags).toEqual([undefined, undefined]);
  });

  it('says nothing of requests that another request of the worker may have held up', async () => {
    const url = fresh(`${inject('depthLinkUrl')}/ok?age=7200`);
    const { probe, fire } = await openProbe({ kind: 'http', url, headers: { 'x-kind': 'keyed' } });
    for (let i = 0; i < 4; i += 1) await fire();
    expect(tagOf(await fire())).toBe(false);
    const crowd = await Promise.all(Array.from({ length: 10 }, () => fire()));
    expect(crowd.map(tagOf)).not.toContain(true);
    probe.close();
  });
});
