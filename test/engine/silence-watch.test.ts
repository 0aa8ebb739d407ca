import { expect, test } from 'vitest';
import { millis } from '../../src/core/units.ts';
import { SilenceWatch } from '../../src/engine/silence-watch.ts';

/** When it knocks, asked four times a second; `oldest` tells the send time of the oldest shot in flight. */
function knocks(
  untilMs: number,
  arrivalsMs: number[],
  oldest: (nowMs: number) => number | undefined,
): number[] {
  const watch = new SilenceWatch(millis(0));
  const found: number[] = [];
  for (let now = 0; now <= untilMs; now += 250) {
    for (const at of arrivalsMs) if (at > now - 250 && at <= now) watch.arrived(millis(at));
    const sent = oldest(now);
    if (watch.knockDue(millis(now), sent === undefined ? undefined : millis(sent))) found.push(now);
  }
  return found;
}

test('goes on asking after one answer that was under way before the silence, while the others still wait', () => {
  // Silent from 1 s on; at 5 s one answer of before comes, what was sent at 1.1 s waits until 7 s.
  expect(knocks(9000, [500, 1000, 5000, 7000, 8000, 9000], (now) => (now < 7000 ? 1100 : now - 100))).toEqual(
    [3250, 4250, 5250, 6250],
  );
});

test('does not ask on for ever because one of many probes hangs', () => {
  const steady = Array.from({ length: 200 }, (_, i) => 5000 + i * 100);
  expect(knocks(20_000, [1000, ...steady], () => 1100).at(-1)).toBeLessThan(7500);
});
