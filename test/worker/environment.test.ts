import { expect, it } from 'vitest';
import { checkCampaign } from '../../src/core/campaign-schema.ts';
import { measureClockResolution } from '../../src/worker/clock.ts';
import { coarser } from '../../src/worker/environment.ts';

const fine = { appVersion: '2', userAgent: 'new', clockResolutionMs: 0.005, crossOriginIsolated: true };
const coarse = { appVersion: '1', userAgent: 'old', clockResolutionMs: 0.1, crossOriginIsolated: false };

it('keeps the coarsest clock of all runs of a campaign', () => {
  expect(coarser(undefined, fine)).toEqual(fine);
  expect(coarser(coarse, fine)).toEqual({ ...fine, clockResolutionMs: 0.1, crossOriginIsolated: false });
  expect(coarser(fine, coarse)).toEqual(coarse);
  const unknown = { ...fine, clockResolutionMs: undefined };
  expect(coarser(unknown, fine).clockResolutionMs).toBeUndefined();
  expect(coarser(fine, unknown).clockResolutionMs).toBeUndefined();
});

it('claims no step of a clock that does not move, rather than the best there is', () => {
  expect(measureClockResolution(() => 5)).toBeUndefined();
  let now = 0;
  expect(measureClockResolution(() => (now += 0.1))).toBeCloseTo(0.1);
});

it('reads the 0 of earlier versions as a step that nobody saw', () => {
  const probes = [{ kind: 'http', name: 'ping', url: 'http://host/', intervalMs: 1000 }];
  const record = {
    ...{ id: 'a', state: 'finished', createdEpochMs: 1, seed: 1, simulated: [], bytes: 0 },
    plan: { dishprobePlan: 1, name: 'p', durationS: 60, probes },
    environment: { ...fine, clockResolutionMs: 0 },
  };
  expect(checkCampaign(record)?.environment).toEqual({ ...fine, clockResolutionMs: undefined });
});

it('keeps the zone in which the campaign began', () => {
  const kiruna = { ...fine, timeZone: 'Europe/Stockholm', utcOffsetMin: 60 };
  const berlin = { ...fine, timeZone: 'Europe/Berlin', utcOffsetMin: 120 };
  expect(coarser(kiruna, berlin)).toEqual(kiruna);
  expect(coarser(kiruna, fine)).toEqual(kiruna);
  expect(coarser(fine, berlin)).toEqual(berlin);
});
