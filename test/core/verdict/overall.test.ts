import { expect, it } from 'vitest';
import type { Decision } from '../../../src/core/verdict/attainment.ts';
import type { Limit } from '../../../src/core/verdict/limits.ts';
import { decisive, overall } from '../../../src/core/verdict/overall.ts';

const ttft: Limit = { metric: 'ttft', value: 450, share: 0.95, source: '', basis: 'judgement' };
const tpot: Limit = { ...ttft, metric: 'tpot', value: 40 };
const strict: Limit = { ...ttft, share: 0.99 };
const finding = (limit: Limit, decision: Decision, share: number) => ({
  limit,
  probe: 'chat',
  decision,
  estimate: { good: 0, scheduled: 1, share, method: '' },
});
const unmeasured = (limit: Limit) => ({ limit, probe: 'other', decision: 'not-enough-data' as const });

it('is met by all, and not met by any', () => {
  const met = finding(ttft, 'met', 0.98);
  expect(overall([met, finding(tpot, 'met', 0.99)], true)).toBe('met');
  expect(overall([met, finding(tpot, 'not-met', 0.4), unmeasured(tpot)], true)).toBe('not-met');
  expect(overall([met, finding(tpot, 'not-enough-data', 0.95)], true)).toBe('not-enough-data');
  expect(overall([], true)).toBe('no-limits');
});

it('wants each limit measured by one probe, not by every one', () => {
  const met = finding(ttft, 'met', 0.98);
  expect(overall([met, unmeasured(tpot)], true)).toBe('not-enough-data');
  expect(overall([met, unmeasured(ttft)], true)).toBe('met');
});

it('never says met where keeping the limits proves nothing', () => {
  expect(overall([finding(ttft, 'met', 1)], false)).toBe('not-ruled-out');
  expect(overall([finding(ttft, 'not-met', 0.2)], false)).toBe('not-met');
});

it('names the limit that the answer hangs on', () => {
  const near = finding(strict, 'met', 0.992);
  expect(decisive([finding(ttft, 'met', 0.97), near, unmeasured(tpot)])).toBe(near);
  const bad = finding(tpot, 'not-met', 0.9);
  expect(decisive([near, bad, finding(ttft, 'not-enough-data', 0.5)])).toBe(bad);
  expect(decisive([unmeasured(ttft)])).toBe(undefined);
});
