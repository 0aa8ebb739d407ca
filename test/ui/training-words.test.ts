import { describe, expect, it } from 'vitest';
import type { TrainingReport } from '../../src/report/training-types.ts';
import {
  barrierWords,
  boundsOf,
  shippingWords,
  trainingMethod,
  verdictWords,
  waitText,
} from '../../src/ui/training-words.ts';

const WHAT = 'Synchronous training';
const run = { computeMs: 50, bytes: 1e5, uplinkMbps: 20, innerSteps: 1 };
const training: TrainingReport = {
  probe: 'echo',
  metric: 'rtt',
  n: 3600,
  lost: 0,
  timedOut: 0,
  timeoutMs: 5000,
  censored: 0,
  leftOut: 0,
  refused: 0,
  mixed: false,
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

  it('stays open where merged campaigns asked at different intervals, and says so', () => {
    const mixed = { ...few, mixed: true, blocks: 0 };
    expect(wordsOf({}, mixed)).toContain(
      'is not decided: the merged campaigns are not known to have asked at one interval.',
    );
    expect(barrierWords(mixed, 8)).toContain(
      'What independent links would do is not computed: the merged campaigns are not known to have asked at one interval, so that no blocks of 60 s can be cut.',
    );
    expect(
      trainingMethod({ ...mixed, lost: 1, timedOut: 1, censored: 1, timeoutMs: 0, leastMs: 0 }),
    ).toContain('1 timed out: each counts until the next answer came at least (≥).');
  });

  it('is out, however little was measured, where the shipping alone takes longer than the computing', () => {
    expect(wordsOf({ computeMs: 20 }, few)).toBe(
      'Synchronous training over this link is out by a factor of 2.00 or more: at best, each second of computing is followed by 2.00 s of waiting. To ship 100 kB takes 40.0 ms; to compute half of the time needs at least 40.0 Mbit/s, 2.00 times the uplink of 20.0 Mbit/s.',
    );
  });
});

describe('what the figures were made of', () => {
  const lossy = { lost: 20, timedOut: 12, censored: 15, leastMs: 900 };

  it('tells answers, losses and refusals apart', () => {
    expect(trainingMethod({ ...training, refused: 72 })).toMatch(
      /^From 3,600 round trips of echo\. None was lost\. Left out: 72 requests that the endpoint refused, or did not want to be asked\. 36,000 steps/,
    );
    expect(trainingMethod({ ...training, ...lossy, leftOut: 1, refused: 2 })).toContain(
      'From 3,580 round trips of echo, and 20 lost requests. 12 timed out: each counts until the next answer came, and the timeout of 5.00 s at least (≥). 8 failed or were not sent: each counts until the next answer came, 3 of them while somebody looked at least (≥). Left out: 1 answer without such a reading; 2 requests that',
    );
  });

  it('marks lower bounds alone, and none where each wait is known', () => {
    const known = { ...training, lost: 8 };
    expect([waitText(6000, known), waitText(60, known, true)]).toEqual(['6,000', '60.0']);
    expect(wordsOf({ computeMs: 80 }, known)).not.toMatch(/or more|at most/);
    const bounded = { ...training, ...lossy };
    expect([waitText(899, bounded), waitText(900, bounded), waitText(60, bounded, true)]).toEqual([
      '899',
      '≥ 900',
      '≥ 60.0',
    ]);
  });
});
