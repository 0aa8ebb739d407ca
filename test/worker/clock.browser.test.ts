import { expect, it } from 'vitest';
import { millis } from '../../src/core/units.ts';
import { createClock, measureClockResolution } from '../../src/worker/clock.ts';

it('runs each task at or after its time, in order, and never a cancelled one', async () => {
  const clock = createClock();
  const start = clock.now();
  const ran: { due: number; at: number }[] = [];
  const tasks = Array.from({ length: 200 }, (_, i) => millis(start + 20 + i * 1.7));
  clock.at(millis(start + 100), () => expect.unreachable())();
  await new Promise<void>((resolve) => {
    for (const due of tasks) clock.at(due, () => ran.push({ due, at: clock.now() }));
    clock.at(millis(start + 500), resolve);
  });
  expect(ran.map(({ due }) => due)).toEqual(tasks);
  expect(ran.filter(({ due, at }) => at < due)).toEqual([]);
});

it('waits for a time further off than a timer can be set', async () => {
  const clock = createClock();
  let early = false;
  const cancel = clock.at(millis(clock.now() + 2 ** 33), () => {
    early = true;
  });
  await new Promise<void>((resolve) => clock.at(millis(clock.now() + 50), resolve));
  cancel();
  expect(early).toBe(false);
});

it('measures a step of the clock that is there and below 2 ms', () => {
  const step = measureClockResolution();
  expect(step).toBeGreaterThan(0);
  expect(step).toBeLessThanOrEqual(2);
});
