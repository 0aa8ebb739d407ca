import type { DishHistory } from '../core/dish/history-types.ts';
import { isSilent } from '../core/dish/ring-clock.ts';
import type { Interval } from '../core/link/outages.ts';
import { lengthOf, type Span, subtract, union } from '../core/link/spans.ts';
import { isPlaced, listedSpan, secondsOf, sourceOf } from './dish-source.ts';
import type { DishReport, DishRow } from './dish-types.ts';
import { countsAgainstLink } from './outage-sums.ts';

/** Two clocks, a second's resolution of the ring, and the way in between: what lies this close, in ms, is one event. */
const DISH_TOLERANCE_MS = 2000;

/** Fails of the dish or of the campaign. */
interface Fail extends Span {
  by: 'dish' | 'ours' | 'not-link';
  cause?: string | undefined;
}

/**
 * Lays the dish's outages and silent seconds beside the outages and interruptions
 * of the campaign. Fails that overlap or lie within 2 s of one another are one row. What
 * one of the two saw while the other was not looking (time unmeasured, before the
 * dish's record, after it) is no contradiction and is only counted. The dish's
 * record begins with its ring or the first outage it lists. Where the time of the
 * ring is only assumed, its seconds would contradict what they show themselves: then only
 * the listed outages count, which carry GPS time, from the first to the last. What the control
 * probes laid on the endpoint or the local network says nothing of the link, and is left out.
 */
export function dishReport(
  histories: readonly DishHistory[],
  intervals: readonly Interval[],
  range: Span,
): DishReport | undefined {
  if (histories.length === 0) return undefined;
  const sources = histories.map(sourceOf);
  const silences = intervals.filter(({ kind }) => kind !== 'unmeasured');
  const ours = spansOf(silences.filter(countsAgainstLink));
  const notLink = spansOf(silences.filter((row) => !countsAgainstLink(row)));
  const unmeasured = union(spansOf(intervals.filter(({ kind }) => kind === 'unmeasured')));
  const outages = histories.flatMap((history) =>
    history.outages.map(
      ({ startEpochMs, durationMs, cause }): Fail => ({
        by: 'dish',
        start: startEpochMs,
        end: startEpochMs + durationMs,
        cause,
      }),
    ),
  );
  const placed = histories.filter(isPlaced);
  const drops = union(placed.flatMap((history) => secondsOf(history, isSilent)));
  const rings = union(placed.flatMap((history) => secondsOf(history, (rate) => rate !== null)));
  const dishKnown = union([...rings, ...histories.flatMap(listedSpan)]);
  const oursKnown = subtract(range, unmeasured);
  const fails: Fail[] = [
    ...ours.map((span): Fail => ({ ...span, by: 'ours' })),
    ...notLink.map((span): Fail => ({ ...span, by: 'not-link' })),
    ...outages,
    ...drops.map((span): Fail => ({ ...span, by: 'dish' })),
  ];
  const comparable = fails.filter((fail) => touches(fail, fail.by === 'dish' ? oursKnown : dishKnown));
  const both = shared(dishKnown, oursKnown);
  const alone = (by: Fail['by']) =>
    groupsOf(fails.filter((fail) => fail.by === by && !comparable.includes(fail))).length;
  const whole = both ?? range;
  const groups = groupsOf(comparable);
  const rows = groups.filter(tellsOfLink);
  return {
    sources,
    shared: both,
    rows: rows.map(rowOf),
    notLink: groups.length - rows.length,
    alone: { dish: alone('dish'), ours: alone('ours') },
    strips: {
      ours: union(ours),
      outages: union(spansFrom(outages)),
      drops,
      unknown: {
        ours: subtract(
          whole,
          oursKnown.flatMap((span) => subtract(span, union(notLink))),
        ),
        outages: subtract(whole, dishKnown),
        drops: subtract(whole, rings),
      },
    },
  };
}

/** Not where the probes were silent for another reason, and may have missed the link's. */
const tellsOfLink = (group: readonly Fail[]) =>
  group.some(({ by }) => by === 'ours') || group.every(({ by }) => by === 'dish');

const spansOf = (rows: readonly Interval[]): Span[] =>
  rows.map(({ startEpochMs, endEpochMs }) => ({ start: startEpochMs, end: endEpochMs }));

const spansFrom = (fails: readonly Fail[]): Span[] => fails.map(({ start, end }) => ({ start, end }));

function touches(span: Span, known: readonly Span[]): boolean {
  return known.some(({ start, end }) => start <= span.end && end >= span.start);
}

/** From the first to the last moment at which both were looking. */
function shared(dish: readonly Span[], ours: readonly Span[]): Span | undefined {
  const parts = dish.flatMap((a) =>
    ours
      .map((b) => ({ start: Math.max(a.start, b.start), end: Math.min(a.end, b.end) }))
      .filter(({ start, end }) => start < end),
  );
  if (parts.length === 0) return undefined;
  return {
    start: parts.reduce((least, { start }) => Math.min(least, start), Number.POSITIVE_INFINITY),
    end: parts.reduce((most, { end }) => Math.max(most, end), Number.NEGATIVE_INFINITY),
  };
}

function groupsOf(fails: readonly Fail[]): Fail[][] {
  const groups: Fail[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const fail of [...fails].sort((a, b) => a.start - b.start)) {
    const group = groups.at(-1);
    if (group !== undefined && fail.start <= end + DISH_TOLERANCE_MS) group.push(fail);
    else groups.push([fail]);
    end = Math.max(end, fail.end);
  }
  return groups;
}

function rowOf(group: readonly Fail[]): DishRow {
  const of = (by: Fail['by']) => union(spansFrom(group.filter((fail) => fail.by === by)));
  const [ours, dish] = [of('ours'), of('dish')];
  return {
    start: group[0]?.start ?? 0,
    end: group.reduce((most, { end }) => Math.max(most, end), Number.NEGATIVE_INFINITY),
    seen: ours.length === 0 ? 'dish' : dish.length === 0 ? 'ours' : 'both',
    oursMs: lengthOf(ours),
    dishMs: lengthOf(dish),
    causes: [...new Set(group.flatMap(({ cause }) => (cause === undefined ? [] : [cause])))],
  };
}
