import { attained, decisionOf, secondsToGo } from './attainment.mjs';
import { observedSeconds } from './observed.mjs';
import { ONLY_RULED_OUT, PROFILES, VOICE } from './profiles.mjs';
import { shareOf } from './share.mjs';

const CHAT = ['ttft', 'ttfo', 'tpot', 'e2e', 'turn', 'longest_gap', 'tokens_per_s'];
const LOST = ['timeout', 'failed', 'skipped'];
/** At most so many points show how the share came about. */
const POINTS = 120;

/**
 * One limit at one probe.
 * @typedef {object} Judged
 * @property {import('./profiles.mjs').Limit} limit
 * @property {string} [probe]
 * @property {number} without answers that do not tell the metric
 * @property {Minute[]} minutes empty: nothing was measured
 * @property {number} [share]
 * @property {import('./attainment.mjs').Ends} ends
 * @property {string} answer
 * @property {number} [moreS]
 */

/** @typedef {import('./share.mjs').Block & { minute: number }} Minute */

/**
 * The figures of the verdict (docs/verdict.md).
 * @param {import('./findings.mjs').Tables} tables
 * @returns {import('./findings.mjs').Checked}
 */
export function checkVerdict(tables) {
  const verdict = verdictOf(tables);
  if (verdict === undefined || verdict.limits.length === 0) return { findings: [], unchecked: [] };
  /** @type {import('./findings.mjs').Figure[]} */
  const figures = [
    { where: 'verdict answer', unit: 'text', value: verdict.answer },
    { where: 'verdict more', unit: 's', value: verdict.moreS && Math.max(60, verdict.moreS) },
    { where: 'verdict reached', unit: 'share', value: verdict.lead?.share },
  ];
  verdict.limits.forEach((row, i) => {
    const where = `limit ${i + 1}`;
    figures.push({ where: `${where} answer`, unit: 'text', value: shownAnswer(row, verdict.canProve) });
    if (row.share === undefined) return;
    const due = row.minutes.reduce((sum, { total }) => sum + total, 0);
    const good = row.minutes.reduce((sum, { hits }) => sum + hits, 0);
    figures.push(
      { where: `${where} reached`, unit: 'share', value: row.share },
      { where: `${where} target`, unit: 'share', value: row.limit.share },
      { where: `${where} low`, unit: 'share', value: row.ends.low },
      { where: `${where} high`, unit: 'share', value: row.ends.high },
      { where: `${where} good`, unit: 'count', value: good },
      { where: `${where} due`, unit: 'count', value: due },
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

/**
 * @param {import('./findings.mjs').Tables} tables
 */
export function verdictOf({ samples, percentiles, outages, plan }) {
  const [facts] = percentiles;
  if (plan === undefined || facts === undefined) return undefined;
  const rule = facts.decided_by === 'planned-end' ? 'planned-end' : 'anytime';
  const observedS = observedSeconds(facts, outages);
  const { profile = 'custom' } = plan;
  const limits = (plan.limits ?? PROFILES[profile] ?? []).flatMap((limit) => {
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
 * The probes by which a limit is judged.
 * @param {import('./profiles.mjs').Limit} limit
 * @param {import('./profiles.mjs').Plan} plan
 */
function judgedProbes({ metric, probes }, plan) {
  const own = plan.probes.filter(({ role }) => role !== 'control');
  const isChat = CHAT.includes(metric) || (metric !== 'rtt' && own.some(({ kind }) => kind === 'chat'));
  const fitting = own.filter(({ kind }) => (kind === 'chat') === isChat);
  return (probes === undefined ? fitting : own.filter(({ name }) => probes.includes(name))).map(
    ({ name }) => name,
  );
}

/**
 * @param {import('./profiles.mjs').Limit} limit
 * @param {string} [probe]
 * @returns {Judged}
 */
function notMeasured(limit, probe, without = 0) {
  return { limit, probe, without, minutes: [], ends: {}, answer: 'Not enough data' };
}

/**
 * @param {import('./profiles.mjs').Limit} limit
 * @param {string} probe
 * @param {import('./csv.mjs').Row[]} samples
 * @param {import('./profiles.mjs').Plan} plan
 * @param {import('./attainment.mjs').Rule} rule
 * @param {number} observedS
 * @returns {Judged}
 */
function judge(limit, probe, samples, plan, rule, observedS) {
  const { minutes, measured, without } = countMinutes(limit, samples, plan);
  const found = shareOf(minutes);
  if (found === undefined || (measured === 0 && without > 0)) return notMeasured(limit, probe, without);
  const ends = attained(found, minutes.length, rule);
  const answer = decisionOf(ends, limit.share);
  const moreS = answer === 'Not enough data' ? secondsToGo(minutes, limit.share, observedS) : undefined;
  return { limit, probe, without, minutes, share: found.share, ends, answer, moreS };
}

/**
 * Good and due requests by the minute in which they were due.
 * @param {import('./profiles.mjs').Limit} limit
 * @param {import('./csv.mjs').Row[]} samples
 * @param {import('./profiles.mjs').Plan} plan
 */
function countMinutes({ metric, ms = 0, perS = 0 }, samples, plan) {
  const { endpointingMs = 0, sttMs = 0, ttsMs = 0 } = plan.voice ?? VOICE;
  const column = { turn: 'ttfo_ms', tokens_per_s: 'tokens_per_s' }[metric] ?? `${metric}_ms`;
  /** @param {string} cell */
  const isGood = (cell) => {
    if (metric === 'answered') return true;
    if (metric === 'tokens_per_s') return Number(cell) >= perS;
    return Number(cell) <= (metric === 'turn' ? ms - endpointingMs - sttMs - ttsMs : ms);
  };
  /** @type {Map<number, Minute>} */
  const minutes = new Map();
  let measured = 0;
  let without = 0;
  for (const { outcome = '', due_epoch_ms, [column]: cell = '' } of samples) {
    const isAnswer = outcome === 'ok' || outcome === 'late';
    if (!isAnswer && !LOST.includes(outcome)) continue;
    if (isAnswer && cell === '' && metric !== 'answered') {
      without += 1;
      continue;
    }
    if (isAnswer) measured += 1;
    const minute = Math.floor(Number(due_epoch_ms) / 60_000);
    const block = minutes.get(minute) ?? { minute, hits: 0, total: 0 };
    block.total += 1;
    if (isAnswer && isGood(cell)) block.hits += 1;
    minutes.set(minute, block);
  }
  return { minutes: [...minutes.values()], measured, without };
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
