import { attained } from './attainment.mjs';
import { lossesOf } from './availability.mjs';
import { judge, judgedProbes, notMeasured } from './limits.mjs';
import { judged } from './lost-time.mjs';
import { observedSeconds } from './observed.mjs';
import { ONLY_RULED_OUT, PROFILES } from './profiles.mjs';
import { shareOf } from './share.mjs';
import { MS } from './silences.mjs';

/** At most so many points show how the share came about. */
const POINTS = 120;

/** @typedef {import('./limits.mjs').Judged} Judged */
/** @typedef {import('./limits.mjs').Minute} Minute */

/**
 * The figures of the verdict (docs/verdict.md).
 * @param {import('./findings.mjs').Tables} tables
 * @returns {import('./findings.mjs').Checked}
 */
export function checkVerdict(tables) {
  const verdict = verdictOf(tables);
  if (verdict === undefined || verdict.limits.length === 0) return { findings: [], unchecked: [] };
  const drawn = leadOf(verdict.limits.filter(({ minutes }) => minutes.length > 0));
  /** @type {import('./findings.mjs').Figure[]} */
  const figures = [
    { where: 'verdict answer', unit: 'text', value: verdict.answer },
    { where: 'verdict more', unit: 's', value: verdict.moreS && Math.max(60, verdict.moreS) },
    { where: 'verdict reached', unit: 'share', value: verdict.lead?.share },
    // By its place among the limits.
    { where: 'verdict lead', unit: 'count', value: drawn && verdict.limits.indexOf(drawn) + 1 },
  ];
  verdict.limits.forEach((row, i) => {
    const where = `limit ${i + 1}`;
    figures.push({ where: `${where} answer`, unit: 'text', value: shownAnswer(row, verdict.canProve) });
    if (row.share === undefined) return;
    const { unit, good, due } = countsOf(row);
    figures.push(
      { where: `${where} reached`, unit: 'share', value: row.share },
      { where: `${where} target`, unit: 'share', value: row.limit.share },
      { where: `${where} low`, unit: 'share', value: row.ends.low },
      { where: `${where} high`, unit: 'share', value: row.ends.high },
      { where: `${where} good`, unit, value: good, slack: MS },
      { where: `${where} due`, unit, value: due, slack: MS },
      { where: `${where} without`, unit: 'count', value: row.without },
    );
    courseOf(row.minutes).forEach(({ untilMs, share, low, high }, at) => {
      const point = `${where} point ${at + 1}`;
      figures.push(
        { where: `${point} until`, unit: 'utc', value: untilMs },
        { where: `${point} share`, unit: 'share', value: share },
        { where: `${point} low`, unit: 'share', value: low },
        { where: `${point} high`, unit: 'share', value: high },
      );
    });
  });
  return { findings: [], unchecked: [], figures };
}

/**
 * @param {Judged} judged
 * @param {boolean} canProve
 */
const shownAnswer = ({ answer }, canProve) => (answer === 'Met' && !canProve ? 'Not ruled out' : answer);

/** @param {import('./profiles.mjs').Plan} plan */
const limitsOf = ({ profile = 'custom', limits }) => limits ?? PROFILES[profile] ?? [];

/**
 * @param {import('./findings.mjs').Tables} tables
 */
export function verdictOf(tables) {
  const { samples, percentiles, outages, plan } = tables;
  const [facts] = percentiles;
  if (plan === undefined || facts === undefined) return undefined;
  const rule = facts.decided_by === 'planned-end' ? 'planned-end' : 'anytime';
  const observedS = observedSeconds(facts, outages);
  const { profile = 'custom' } = plan;
  const limits = limitsOf(plan).flatMap((limit) => {
    if (limit.metric === 'availability') return [onTime(limit, lossesOf(tables, facts, plan).link, rule)];
    const probes = judgedProbes(limit, plan);
    if (probes.length === 0) return [notMeasured(limit)];
    return probes.map((probe) => {
      const mine = samples.filter((row) => row.probe === probe && row.warm_up !== 'true');
      return judge(limit, probe, mine, plan, rule, observedS);
    });
  });
  const canProve = !ONLY_RULED_OUT.includes(profile);
  return { limits, canProve, ...together(limits, canProve), lead: leadOf(limits) };
}

/**
 * A limit on the share of the time in which the link was there: decided at the planned end alone.
 * @param {import('./profiles.mjs').Limit} limit
 * @param {import('./lost-time.mjs').Availability} link
 * @param {import('./attainment.mjs').Rule} rule
 * @returns {Judged}
 */
function onTime(limit, link, rule) {
  const { share, low, high, observed, down } = link;
  if (share === undefined) return notMeasured(limit);
  const found = { limit, without: 0, minutes: [], share, ends: { low, high }, lost: { observed, down } };
  if (rule === 'anytime') return { ...found, answer: 'Not enough data' };
  const { answer, more } = judged(link, limit.share);
  return { ...found, answer, moreS: more };
}

/**
 * Good and due requests, or seconds where it is about time.
 * @param {Judged} row
 * @returns {{ unit: 'count' | 's', good: number, due: number }}
 */
function countsOf({ minutes, lost }) {
  if (lost !== undefined) return { unit: 's', good: lost.observed - lost.down, due: lost.observed };
  const due = minutes.reduce((sum, { total }) => sum + total, 0);
  return { unit: 'count', good: minutes.reduce((sum, { hits }) => sum + hits, 0), due };
}

/**
 * The answer to all limits, and how long until it comes.
 * @param {Judged[]} limits
 * @param {boolean} canProve
 */
function together(limits, canProve) {
  const isMeasured = (/** @type {Judged} */ { share }) => share !== undefined;
  const telling = limits.filter(
    (row) => isMeasured(row) || !limits.some((other) => other.limit === row.limit && isMeasured(other)),
  );
  const answers = telling.map(({ answer }) => answer);
  if (answers.includes('Not met')) return { answer: 'Not met', moreS: undefined };
  if (answers.every((answer) => answer === 'Met'))
    return { answer: canProve ? 'Met' : 'Not ruled out', moreS: undefined };
  const times = telling.filter(({ answer }) => answer === 'Not enough data').map(({ moreS }) => moreS);
  const known = times.flatMap((time) => time ?? []);
  return {
    answer: 'Not enough data',
    moreS: known.length < times.length ? undefined : Math.max(...known),
  };
}

/**
 * The limit that the sentence names: of those that make the answer what it is, the one with the
 * most misses by allowed ones.
 * @param {Judged[]} limits
 */
function leadOf(limits) {
  const measured = limits.filter(({ share }) => share !== undefined);
  /** @param {string} wanted */
  const those = (wanted) => measured.filter(({ answer }) => answer === wanted);
  const [first, ...others] =
    [those('Not met'), those('Not enough data'), measured].find((list) => list.length > 0) ?? [];
  /** @param {Judged} judged */
  const used = ({ share = 1, limit }) => (1 - share) / (1 - limit.share);
  return others.reduce((most, row) => (most !== undefined && used(row) > used(most) ? row : most), first);
}

/**
 * How the share came about: after each minute, or evenly over them where there are many.
 * @param {Minute[]} minutes
 */
function courseOf(minutes) {
  const points = Math.min(minutes.length, POINTS);
  return Array.from({ length: points }, (_, i) => {
    const upTo = minutes.slice(0, Math.ceil(((i + 1) * minutes.length) / points));
    const found = shareOf(upTo);
    const ends = found === undefined ? {} : attained(found, upTo.length, 'anytime');
    return { untilMs: ((upTo.at(-1)?.minute ?? 0) + 1) * 60_000, share: found?.share, ...ends };
  });
}
