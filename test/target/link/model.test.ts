import { describe, expect, it } from 'vitest';
import { linkAt } from '../../../src/target/link/model.ts';
import { outagesBetween } from '../../../src/target/link/outages.ts';
import { slotAt, slotStart } from '../../../src/target/link/slots.ts';
import { transit } from '../../../src/target/link/transit.ts';
import { quantile } from '../../support/quantile.ts';

const DAY_MS = 86_400_000;
const FROM = Date.UTC(2026, 10, 22);
const SEED = 1;

function within(value: number, wanted: number, share: number): void {
  expect(value).toBeGreaterThan(wanted * (1 - share));
  expect(value).toBeLessThan(wanted * (1 + share));
}

/** 24 h, a probe each 0.5 s. */
const states = Array.from({ length: DAY_MS / 500 }, (_, index) => linkAt(SEED, FROM + index * 500));

describe('delay, as in the Seattle recording (docs/target.md)', () => {
  it.each([
    [0.5, 43, 0.07],
    [0.95, 87, 0.1],
    [0.99, 118, 0.1],
    [0.999, 187, 0.15],
  ])('round trip p%d is %d ms', (share, ms, tolerance) => {
    const up = states.filter((state) => !state.down).map((state) => state.rttMs);
    within(quantile(up, share), ms, tolerance);
  });

  it.each([
    [0.5, 10],
    [0.9, 32],
  ])('the step of the median from slot to slot has p%d %d ms', (share, ms) => {
    const medians = states.filter((_, index) => index % 30 === 0).map((state) => state.slotMedianMs);
    const steps = medians.slice(1).map((value, index) => Math.abs(value - (medians[index] ?? Number.NaN)));
    within(quantile(steps, share), ms, 0.15);
  });

  it('changes slot at seconds 12, 27, 42 and 57 of the minute and only there', () => {
    const changes = new Set<number>();
    for (let at = FROM; at < FROM + 3_600_000; at += 100) {
      if (slotAt(at) !== slotAt(at - 100)) changes.add((at % 60_000) / 1000);
      expect(linkAt(SEED, at).slotMedianMs).toBe(linkAt(SEED, slotStart(slotAt(at))).slotMedianMs);
    }
    expect([...changes].sort((a, b) => a - b)).toEqual([12, 27, 42, 57]);
  });
});

describe('outages, as of a badly placed dish (docs/target.md)', () => {
  const outages = outagesBetween(SEED, FROM, FROM + 14 * DAY_MS);
  const durationsS = outages.map((outage) => (outage.endEpochMs - outage.startEpochMs) / 1000);

  it.each([
    [0.5, 4.0],
    [0.9, 14.2],
    [0.99, 25.6],
  ])('last p%d %d s', (share, seconds) => {
    within(quantile(durationsS, share), seconds, 0.12);
  });

  it('come about each 90 s, never two at once', () => {
    within((14 * 86_400) / outages.length, 90, 0.05);
    const overlaps = outages.filter(
      (outage, index) => outage.startEpochMs <= (outages[index - 1]?.endEpochMs ?? 0),
    );
    expect(overlaps).toEqual([]);
  });

  it('start within a second of the slot boundary in 46 of 100 cases', () => {
    const near = outages.filter(
      ({ startEpochMs }) => slotAt(startEpochMs - 1000) !== slotAt(startEpochMs + 1000),
    );
    within(near.length / outages.length, 0.46, 0.06);
  });

  it('show themselves within two minutes to 9 in 10 who start at any moment', () => {
    const starts = Array.from({ length: 2000 }, (_, index) => FROM + index * 123_457);
    const seen = starts.filter((start) => outagesBetween(SEED, start, start + 120_000).length > 0);
    expect(seen.length / starts.length).toBeGreaterThan(0.9);
  });

  it('are what linkAt says, at both edges', () => {
    for (const { startEpochMs, endEpochMs } of outages.slice(0, 200)) {
      expect(linkAt(SEED, startEpochMs)).toMatchObject({
        down: true,
        lossy: true,
        downUntilEpochMs: endEpochMs,
      });
      expect(linkAt(SEED, startEpochMs - 1).down).toBe(false);
      expect(linkAt(SEED, endEpochMs)).toMatchObject({ down: false, downUntilEpochMs: undefined });
    }
  });
});

describe('what TCP makes of it', () => {
  it('passes in half a round trip while the link is up', () => {
    const index = states.findIndex((state) => !state.lossy);
    const { rttMs } = linkAt(SEED, FROM + index * 500);
    expect(transit(SEED, FROM + index * 500)).toEqual({ heldMs: 0, flightMs: rttMs / 2 });
  });

  it('repairs loss bursts after 0.2 to 1.7 s, in under one of a hundred messages', () => {
    const bursts = states.flatMap((state, index) =>
      state.lossy && !state.down ? [transit(SEED, FROM + index * 500).heldMs] : [],
    );
    within(bursts.length / states.length, 0.004, 0.3);
    const alone = bursts.filter((heldMs) => heldMs < 1700);
    expect(alone.length / bursts.length).toBeGreaterThan(0.95);
    expect(Math.min(...bursts)).toBeGreaterThan(200);
  });

  it('holds what meets an outage until it has ended, and at most a few seconds more', () => {
    for (const { startEpochMs, endEpochMs } of outagesBetween(SEED, FROM, FROM + DAY_MS)) {
      const arrived = startEpochMs + transit(SEED, startEpochMs).heldMs;
      expect(arrived).toBeGreaterThanOrEqual(endEpochMs);
      // One wait of 2 s at most, and a second where the repetition met a loss burst.
      expect(arrived).toBeLessThan(endEpochMs + 4100);
    }
  });
});

describe('the seed', () => {
  it('gives the same state in any order, and another seed another link', () => {
    const times = Array.from({ length: 500 }, (_, index) => FROM + index * 7_919);
    const forth = times.map((at) => linkAt(7, at));
    const back = times.toReversed().map((at) => linkAt(7, at));
    expect(back.toReversed()).toEqual(forth);
    expect(times.map((at) => linkAt(8, at))).not.toEqual(forth);
  });
});
