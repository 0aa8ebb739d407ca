import { describe, expect, it } from 'vitest';
import type { TrainingReport } from '../../src/report/training-types.ts';
import { boundsOf, shippingWords, verdictWords } from '../../src/ui/training-words.ts';

const WHAT = 'Synchronous training';
const run = { computeMs: 50, bytes: 1e5, uplinkMbps: 20, innerSteps: 1 };
const training: TrainingReport = {
  probe: 'echo',
  metric: 'rtt',
  n: 3600,
  lost: 0,
  leftOut: 0,
  timeoutMs: 5000,
  blockS: 60,
  blocks: 60,
  blocksNeeded: 10,
  steps: 36_000,
  single: { workers: 1, mean: 60 },
  independent: [{ workers: 8, mean: 80 }],
};
const wordsOf = (more: Partial<typeof run>, found = training) => {
  const bounds = boundsOf(found, { ...run, ...more }, 8);
  return `${verdictWords(WHAT, bounds)} ${shippingWords(bounds, { ...run, ...more })}`;
};

describe('what a step would need', () => {
  it('is no uplink at all where the waiting alone takes longer than the computing', () => {
    expect(wordsOf({})).toBe(
      'Synchronous training over this link is out by a factor of 2.00: at best, each second of computing is followed by 2.00 s of waiting. To ship 100 kB takes 40.0 ms. No uplink is fast enough to compute half of the time: waiting for an answer alone takes 60.0 ms, and the computing 50.0 ms.',
    );
  });

  it('leaves room for the waiting', () => {
    expect(wordsOf({ computeMs: 80 })).toContain(
      'out by a factor of 1.25: at best, each second of computing is followed by 1.25 s of waiting. To ship 100 kB takes 40.0 ms; to compute half of the time needs at least 40.0 Mbit/s, 2.00 times the uplink of 20.0 Mbit/s.',
    );
    expect(wordsOf({ computeMs: 180 })).toContain(
      'needs at least 6.67 Mbit/s, which the uplink of 20.0 Mbit/s has.',
    );
  });
});

describe('whether training goes over the link', () => {
  const easy = { computeMs: 10_000 };
  const few = { ...training, blocks: 9, steps: 0, independent: [] };

  it('is never proved: at best it is not ruled out', () => {
    expect(wordsOf(easy)).toContain(
      'Synchronous training over this link is not ruled out: 98.8 % to 99.01 % of the time would be computed.',
    );
    expect(wordsOf({ computeMs: 110 })).toContain(
      'hangs on the other links: 52.4 % of the time would be computed if all see the same moment, and only 47.8 % if each is on its own.',
    );
  });

  it('stays open where the links on their own are not known', () => {
    const open = 'Synchronous training over this link is not decided: there is not enough data.';
    for (const computeMs of [10_000, 50]) expect(wordsOf({ computeMs }, few)).toContain(open);
  });

  it('is out, however little was measured, where the shipping alone takes longer than the computing', () => {
    expect(wordsOf({ computeMs: 20 }, few)).toBe(
      'Synchronous training over this link is out by a factor of 2.00 or more: at best, each second of computing is followed by 2.00 s of waiting. To ship 100 kB takes 40.0 ms; to compute half of the time needs at least 40.0 Mbit/s, 2.00 times the uplink of 20.0 Mbit/s.',
    );
  });
});
