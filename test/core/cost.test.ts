import { expect, it } from 'vitest';
import { costOf, perAvailableHour } from '../../src/core/cost.ts';

const traffic = { answered: 1000, bytes: 5e6, tokens: 50_000, tokenBytes: 4e6 };

it('shares a month among its requests and adds the bytes of one', () => {
  const cost = costOf({ perMonth: 100, perGB: 2, requestsPerMonth: 50_000 }, traffic);
  expect(cost.monthShare).toBeCloseTo(0.002);
  expect(cost.traffic).toBeCloseTo(0.00001);
  expect(cost.perRequest).toBeCloseTo(0.00201);
  expect(cost.perMillionTokens).toBeCloseTo(0.16);
});

it('gives no sum where a price cannot be laid upon a request, and nothing without prices', () => {
  expect(costOf({ perMonth: 100, perGB: 2 }, traffic).perRequest).toBeUndefined();
  expect(costOf({ perGB: 2 }, { ...traffic, answered: 0 }).perRequest).toBeUndefined();
  expect(costOf({ perGB: 2 }, { ...traffic, tokens: 0 }).perMillionTokens).toBeUndefined();
  expect(Object.values(costOf({}, traffic)).every((value) => value === undefined)).toBe(true);
  expect(costOf({ perGB: 0 }, traffic).perRequest).toBe(0);
});

it('makes an hour dearer by the time in which there was none', () => {
  expect(perAvailableHour(730.5, 0.5)).toBeCloseTo(2);
  expect(perAvailableHour(730.5, 0)).toBeUndefined();
});
