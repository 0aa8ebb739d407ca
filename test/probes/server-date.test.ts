import { expect, it } from 'vitest';
import type { ServerTime } from '../../src/core/link/server-clock.ts';
import { epochMillis, millis } from '../../src/core/units.ts';
import { tellServerDate } from '../../src/probes/server-date.ts';

const shot = {
  seq: 0,
  dueEpochMs: epochMillis(0),
  dueMonoMs: millis(4990),
  sentMonoMs: millis(5000),
  lateMs: millis(10),
};

function told(headers: Record<string, string>): ServerTime[] {
  const heard: ServerTime[] = [];
  tellServerDate({ serverTime: (time) => heard.push(time) }, new Headers(headers), shot, millis(5040));
  return heard;
}

it('reads a Date that is exposed as a time of whole seconds', () => {
  expect(told({ date: 'Mon, 23 Nov 2026 06:00:07 GMT' })).toEqual([
    { epochMs: Date.UTC(2026, 10, 23, 6, 0, 7), stepMs: 1000, sentMonoMs: 5000, receivedMonoMs: 5040 },
  ]);
});

it('takes nothing from a cache, and nothing that is no date', () => {
  expect(told({ date: 'Mon, 23 Nov 2026 06:00:07 GMT', age: '12' })).toEqual([]);
  expect(told({ date: 'soon' })).toEqual([]);
  expect(told({})).toEqual([]);
});
