import { expect, it } from 'vitest';
import { coarser } from '../../src/worker/environment.ts';

const fine = { appVersion: '2', userAgent: 'new', clockResolutionMs: 0.005, crossOriginIsolated: true };
const coarse = { appVersion: '1', userAgent: 'old', clockResolutionMs: 0.1, crossOriginIsolated: false };

it('keeps the coarsest clock of all runs of a campaign', () => {
  expect(coarser(undefined, fine)).toEqual(fine);
  expect(coarser(coarse, fine)).toEqual({ ...fine, clockResolutionMs: 0.1, crossOriginIsolated: false });
  expect(coarser(fine, coarse)).toEqual(coarse);
});

it('keeps the zone in which the campaign began', () => {
  const kiruna = { ...fine, timeZone: 'Europe/Stockholm', utcOffsetMin: 60 };
  const berlin = { ...fine, timeZone: 'Europe/Berlin', utcOffsetMin: 120 };
  expect(coarser(kiruna, berlin)).toEqual(kiruna);
  expect(coarser(kiruna, fine)).toEqual(kiruna);
  expect(coarser(fine, berlin)).toEqual(berlin);
});
