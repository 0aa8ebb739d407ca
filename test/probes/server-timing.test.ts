import { describe, expect, it } from 'vitest';
import { addLabel } from '../../src/core/simulated-labels.ts';
import { readServerTiming } from '../../src/probes/server-timing.ts';

const entryWith = (serverTiming: object[] | undefined) =>
  ({ name: 'http://host/', serverTiming }) as unknown as PerformanceResourceTiming;

it('reads the header where the entry has no serverTiming, as outside of a secure context', () => {
  expect(readServerTiming(entryWith(undefined), 'db;dur=1, app;dur=3').serverMs).toBe(3);
});

it('reads the entry where the header is not exposed, in which a duration of 0 may be none', () => {
  const metric = (duration: number) => entryWith([{ name: 'app', duration, description: '' }]);
  expect(readServerTiming(metric(4), null).serverMs).toBe(4);
  expect(readServerTiming(metric(0), null).serverMs).toBeUndefined();
  expect(readServerTiming(metric(0), 'app;dur=0').serverMs).toBe(0);
});

describe('a header is read as browsers read it', () => {
  // The numbers are what Chromium 156 and Firefox 153 read; where they say 0 for none, nothing was measured.
  it.each([
    ['app;dur=12.5, db;dur=3;desc="a;b, c", nodur', 12.5],
    ['app; dur = "7" ; desc="x\\"y"', 7],
    ['app;DUR=5', 5],
    ['app;dur=1e1', 10],
    ['app;desc=x;dur=4;dur=9', 4],
    ['cache;desc=hit, app;dur=1, app;dur=2', 2],
    ['a b;dur=3, app;dur=6', 6],
    ['app;foo;dur=3', 3],
    ['app dur=3;dur=2', 2],
    ['cdn;desc="app;dur=9", app;dur=1', 1],
    ['app;dur=2, cdn;desc="hit, app;dur=9"', 2],
    ['app;dur=abc', undefined],
    ['app;dur=', undefined],
    ['app', undefined],
    ['app;dur=-3', undefined],
    ['app;dur=Infinity', undefined],
    ['"app";dur=4', undefined],
  ])('%s', (header, serverMs) => {
    expect(readServerTiming(undefined, header).serverMs).toBe(serverMs);
  });

  it('with the time that the body took to arrive, and all that is simulated', () => {
    const header = 'app;dur=2, recv;dur=800, simulated;desc="starlink", simulated';
    expect(readServerTiming(undefined, header)).toEqual({
      serverMs: 2,
      recvMs: 800,
      source: 'server-timing',
      simulated: ['starlink', 'yes'],
    });
  });

  it('with at most eight simulated things, each of 60 characters', () => {
    const header = Array.from({ length: 20 }, (_, i) => `simulated;desc="${i}${'x'.repeat(100)}"`).join();
    const { simulated } = readServerTiming(undefined, header);
    expect(simulated).toHaveLength(8);
    expect(simulated[7]).toBe(`7${'x'.repeat(59)}`);
    const labels = new Set(simulated);
    for (let i = 0; i < 1000; i += 1) addLabel(labels, `other ${i}`);
    expect(labels).toEqual(new Set(simulated));
  });

  it('however long and broken it is', () => {
    // As many long as short ones, whose parts are the first ones of the long: only those are read.
    const timeOf = (text: string) => {
      const from = performance.now();
      for (let i = 0; i < 3; i += 1) readServerTiming(undefined, text);
      return performance.now() - from;
    };
    for (const part of ['"\\', 'a;']) {
      const short = part.repeat(2000);
      timeOf(short);
      expect(timeOf(part.repeat(500_000))).toBeLessThan(10 * timeOf(short) + 10);
    }
  });
});
