import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { NoAnswer } from '../../src/store/no-answer.ts';
import { type Flushed, flushEverySecond } from '../../src/worker/flush-loop.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('navigator', {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A loop whose writes come to the end that these say, one after the other. */
function loopWith(writes: (() => Promise<void>)[]) {
  const view: { storeTrouble: string | undefined } = { storeTrouble: undefined };
  const write = vi.fn(() => writes.shift()?.() ?? Promise.resolve());
  const flushed = {
    run: { quietMoment: async () => {}, stop() {} },
    writer: { write, set() {}, trim() {}, memoryLeftMs: 3_600_000 },
    view,
    patch: () => ({}),
    isShown: () => true,
    show() {},
    settle() {},
    reserve: { isKept: false, takeBack: async () => true, hasAhead: async () => true, lend() {} },
    wasDropped: () => false,
  };
  return { cancel: flushEverySecond(flushed as unknown as Flushed), view, write };
}

const failsAfter = (ms: number, error: Error) => () =>
  new Promise<void>((_, reject) => setTimeout(() => reject(error), ms));
const endsAfter = (ms: number) => () => new Promise<void>((resolve) => setTimeout(resolve, ms));

it('tells how long nothing was stored, over writes that get no answer, until one does', async () => {
  const { cancel, view, write } = loopWith([
    failsAfter(60_000, new NoAnswer(60_000)),
    failsAfter(120_000, new NoAnswer(120_000)),
    endsAfter(5000),
    endsAfter(4000),
  ]);
  await vi.advanceTimersByTimeAsync(59_000);
  expect(view.storeTrouble).toMatch(/^The disk has not taken what was measured for 5[89] s;/);
  await vi.advanceTimersByTimeAsync(2500);
  expect(view.storeTrouble).toMatch(/^The disk has not taken what was measured for 6[01] s;/);
  expect(write).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(121_500);
  expect(view.storeTrouble).toMatch(/^The disk has not taken what was measured for 18[23] s;/);
  await vi.advanceTimersByTimeAsync(6500);
  // The write that follows has waited for itself alone.
  expect(view.storeTrouble).toBeUndefined();
  cancel();
});
