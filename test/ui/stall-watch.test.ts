import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { StallWatch } from '../../src/ui/stall-watch.ts';

const PATIENCE = { lookMs: 1000, idleMs: 10_000, writingMs: 30_000, busyMs: 60_000 };

let answers: boolean;
let isWriting: boolean;
let stalls: number;
let watch: StallWatch;

beforeEach(() => {
  vi.useFakeTimers();
  [answers, isWriting, stalls] = [true, false, 0];
  watch = new StallWatch(
    {
      ping: () => (answers ? Promise.resolve() : new Promise(() => {})),
      isWriting: () => isWriting,
      stalled: () => {
        stalls += 1;
      },
    },
    PATIENCE,
  );
});
afterEach(() => {
  vi.useRealTimers();
});

it('counts as stalled what answers and does not get on, once', async () => {
  watch.begin();
  await vi.advanceTimersByTimeAsync(9000);
  expect(stalls).toBe(0);
  await vi.advanceTimersByTimeAsync(3000);
  expect(stalls).toBe(1);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(stalls).toBe(1);
});

it('leaves what computes far more time, and what gets on as much as it takes', async () => {
  answers = false;
  watch.begin();
  await vi.advanceTimersByTimeAsync(55_000);
  expect(stalls).toBe(0);
  for (let i = 0; i < 100; i += 1) {
    watch.heard();
    await vi.advanceTimersByTimeAsync(9000);
  }
  expect(stalls).toBe(0);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(stalls).toBe(1);
});

it('watches only while something is asked for, and has more patience with what writes', async () => {
  await vi.advanceTimersByTimeAsync(60_000);
  watch.begin();
  watch.begin();
  watch.end();
  watch.end();
  await vi.advanceTimersByTimeAsync(60_000);
  isWriting = true;
  watch.begin();
  await vi.advanceTimersByTimeAsync(29_000);
  expect(stalls).toBe(0);
  await vi.advanceTimersByTimeAsync(3000);
  expect(stalls).toBe(1);
});
