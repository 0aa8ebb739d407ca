import { expect, it } from 'vitest';
import { buildReport } from '../../../src/report/report.ts';
import { availabilityWords, leftOutWords } from '../../../src/ui/availability-words.ts';
import { reportParagraph } from '../../../src/ui/report-words.ts';
import { recorded } from '../blackouts.ts';

const MINUTE = 60_000;
/** The record begins at 12:00 UTC. */
const NOON = 12 * 60;

it('a filter tells the parts of an outage that it cuts as parts, of one outage', () => {
  const world = {
    lengthMs: 30 * MINUTE,
    // The first ends a moment after the first border, the second lies across both ends of a hole.
    blackouts: [
      [5 * MINUTE - 3000, 5 * MINUTE],
      [10 * MINUTE, 10 * MINUTE + 5000],
      [19 * MINUTE, 23 * MINUTE],
    ],
  } as const;
  const zone = 'UTC';
  const input = recorded(world);
  // All but 12:20 to 12:22, which lies within the longest.
  const filter = { fromMin: NOON + 22, toMin: NOON + 20, zone };
  const hole = buildReport({ ...input, filter });
  const whole = buildReport(input);
  const link = hole.availability?.link;
  expect([whole.availability?.link.outages, link?.outages]).toEqual([3, 3]);
  expect(hole.outages.filter(({ kind }) => kind === 'outage').map(({ cut }) => cut)).toEqual([
    undefined,
    undefined,
    'first',
    'further',
  ]);
  const lost = 120;
  expect(link?.downS).toBeCloseTo((whole.availability?.link.downS ?? 0) - lost, 6);
  expect(link?.mttrS).toBeCloseTo((link?.downS ?? 0) / 3, 9);
  expect(link?.longestS).toBeCloseTo((whole.availability?.link.longestS ?? 0) - lost, 6);
  expect(hole.availability?.service).toMatchObject({ outages: 3, longestS: link?.longestS });
  expect(hole.availability?.causes).toMatchObject([{ outages: 3, longestS: link?.longestS }]);
  // How long it lasted is no question of what is looked at.
  expect(hole.availability?.durations.n).toBe(2);
  expect(hole.availability?.bins.reduce((sum, { link: n }) => sum + n, 0)).toBe(2);
  expect(hole.availability?.recoveries).toMatchObject([{ outages: 2 }]);
  expect(reportParagraph(hole)[0]).toContain(' 3 outages, ');
  expect(reportParagraph(hole)[0]).toContain('The filter cuts 1 of them: only what lies within counts.');
  expect(reportParagraph(whole)[0]).not.toContain('filter');

  const late = buildReport({ ...input, filter: { fromMin: NOON + 5, toMin: NOON + 9, zone } });
  const { availability } = late;
  if (availability === undefined) throw new Error('There is no availability.');
  expect(availability.link).toMatchObject({ outages: 1, mttrS: availability.link.downS });
  expect(availability.link.downS).toBeLessThan(1);
  expect(availabilityWords(availability)).toMatch(
    /1 outage over 2 s, of which the filter leaves a part: the longest part 0\.\d+ s\./,
  );
  expect(leftOutWords(availability)).toBe(
    'No time went unmeasured. The filter cuts 1 outage: it counts as one, with the time that lies within, so that MTTR and the longest are lower bounds. It is not among the durations and recoveries below.',
  );
  expect(availability.bins.reduce((sum, { link: n }) => sum + n, 0)).toBe(0);
});
