import { expect, it } from 'vitest';
import { readServerTiming } from '../../src/probes/server-timing.ts';

it('reads the header where the entry has no serverTiming, as outside of a secure context', () => {
  const entry = { name: 'http://host/' } as PerformanceResourceTiming;
  expect(readServerTiming(entry, 'db;dur=1, app;dur=3').serverMs).toBe(3);
});
