import { attained, decisionOf, secondsToGo } from './attainment.mjs';
import { VOICE } from './profiles.mjs';
import { shareOf } from './share.mjs';

const CHAT = ['ttft', 'ttfo', 'tpot', 'e2e', 'turn', 'longest_gap', 'tokens_per_s'];
const LOST = ['timeout', 'failed', 'skipped'];

/**
 * One limit at one probe.
 * @typedef {object} Judged
 * @property {import('./profiles.mjs').Limit} limit
 * @property {string} [probe]
 * @property {number} without answers that do not tell the metric
 * @property {Minute[]} minutes empty: nothing was measured
 * @property {number} [share]
 * @property {import('./attainment.mjs').Ends} ends
 * @property {{ observed: number, down: number }} [lost] seconds, of a limit on availability
 * @property {string} answer
 * @property {number} [moreS]
 */

/** @typedef {import('./share.mjs').Block & { minute: number }} Minute */

/**
 * The probes by which a limit is judged.
 * @param {import('./profiles.mjs').Limit} limit
 * @param {import('./profiles.mjs').Plan} plan
 */
export function judgedProbes({ metric, probes }, plan) {
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
export function notMeasured(limit, probe, without = 0) {
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
export function judge(limit, probe, samples, plan, rule, observedS) {
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
  /** @type {Map<number, Minute & { lost: number }>} */
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
    const block = minutes.get(minute) ?? { minute, hits: 0, total: 0, lost: 0 };
    block.total += 1;
    if (!isAnswer) block.lost += 1;
    if (isAnswer && isGood(cell)) block.hits += 1;
    minutes.set(minute, block);
  }
  // Of the lost ones, as many would not have told it as of the answers.
  const untold = measured === 0 ? 0 : without / (measured + without);
  const weighed = [...minutes.values()].map(({ minute, hits, total, lost }) => ({
    minute,
    hits,
    total: total - lost * untold,
  }));
  return { minutes: weighed, measured, without };
}
