import { expect, it } from 'vitest';
import { exchange, shipMs, stretch } from '../../../src/core/training/step-time.ts';

it('stretches a step of 500 ms by a wait of 250 ms to one and a half', () => {
  expect(stretch(500, 250)).toBe(1.5);
});

it('ships 2 GB at 20 Mbit/s in 800 s', () => {
  expect(shipMs(2e9, 20)).toBe(800_000);
});

it('computes half of the time at the bandwidth that it asks for', () => {
  const run = { computeMs: 1000, bytes: 2e9, uplinkMbps: 20, innerSteps: 1 };
  const found = exchange(run, 0);
  expect(found).toMatchObject({ neededMbps: 16_000, shortBy: 800, waitMs: 800_000 });
  expect(exchange({ ...run, uplinkMbps: found.neededMbps ?? 0 }, 0).utilisation).toBe(0.5);
});

it('needs a 300th of the bandwidth, and little more, with 300 steps between exchanges', () => {
  const run = { computeMs: 1000, bytes: 2e9, uplinkMbps: 20, innerSteps: 300 };
  const found = exchange(run, 60);
  expect(found.neededMbps).toBeCloseTo(16_000_000 / (300_000 - 60));
  expect(found.utilisation).toBeCloseTo(300_000 / (300_000 + 800_060));
});

it('takes the waiting from the time that shipping may take', () => {
  const run = { computeMs: 100, bytes: 1e5, uplinkMbps: 20, innerSteps: 1 };
  const found = exchange(run, 60);
  expect(found).toMatchObject({ neededMbps: 20, shortBy: 1, utilisation: 0.5 });
  expect(exchange({ ...run, uplinkMbps: 20.1 }, 60).utilisation).toBeGreaterThan(0.5);
});

it.each([50, 60])(
  'finds no uplink fast enough where a wait of %s ms alone takes as long as the computing',
  (barrierMs) => {
    const found = exchange({ computeMs: 50, bytes: 1e5, uplinkMbps: 20, innerSteps: 1 }, barrierMs);
    expect(found).toMatchObject({ barrierMs, computedMs: 50, neededMbps: undefined, shortBy: undefined });
  },
);
