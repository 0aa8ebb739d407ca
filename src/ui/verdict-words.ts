import type { Plan } from '../core/plan.ts';
import type { Basis, LimitMetric } from '../core/verdict/limit-schema.ts';
import type { Limit } from '../core/verdict/limits.ts';
import { type Answer, decisive } from '../core/verdict/overall.ts';
import type { ProbeReport, Report } from '../report/types.ts';
import type { CoursePoint, LimitVerdict, VerdictReport } from '../report/verdict-types.ts';
import type { LiveVerdict } from '../worker/protocol.ts';
import type { LimitLine } from './charts/limit-lines.ts';
import { formatAbout, formatCount, formatShare } from './format.ts';
import { bothTimes } from './format-time.ts';
import { percentText } from './limit-drafts.ts';

/** How a limit reads: `95 % of [of] [within] 450 [unit]`, and `97 % of [of] [did] [within] 450 [unit]`. */
export const LIMIT_WORDS: Record<
  LimitMetric,
  { name: string; of: string; did: string; within: string; unit: string }
> = {
  ttft: { name: 'First token', of: 'first tokens', did: 'came', within: 'within', unit: 'ms' },
  ttfo: {
    name: 'First output that is not reasoning',
    of: 'first outputs',
    did: 'came',
    within: 'within',
    unit: 'ms',
  },
  tpot: {
    name: 'Time per token',
    of: 'answers',
    did: 'came',
    within: 'at a pace of',
    unit: 'ms a token or less',
  },
  e2e: { name: 'Whole answer', of: 'answers', did: 'were', within: 'whole within', unit: 'ms' },
  turn: { name: 'Voice turn', of: 'voice turns', did: 'came', within: 'within', unit: 'ms' },
  longest_gap: {
    name: 'Gap within an answer',
    of: 'answers',
    did: 'came',
    within: 'without a gap over',
    unit: 'ms',
  },
  response: { name: 'Response time', of: 'responses', did: 'came', within: 'within', unit: 'ms' },
  rtt: { name: 'Round trip', of: 'round trips', did: 'were', within: 'done within', unit: 'ms' },
  tokens_per_s: {
    name: 'Tokens a second',
    of: 'answers',
    did: 'came',
    within: 'at',
    unit: 'tokens a second or more',
  },
  answered: { name: 'Answered at all', of: 'requests', did: 'were', within: 'answered', unit: '' },
};

export const BASIS_NAMES: Record<Basis, string> = {
  measured: 'Measured',
  standard: 'Standard',
  vendor: 'Vendor',
  judgement: 'Judgement',
};

export const ANSWER_WORDS: Record<Answer, string> = {
  met: 'Met',
  'not-met': 'Not met',
  'not-enough-data': 'Not enough data',
  'not-ruled-out': 'Not ruled out',
  'no-limits': 'No limits set',
};

export const percent = (share: number) => `${percentText(share)} %`;

export const aboutWords = ({ metric, value }: Limit, did = '') => {
  const { of, within, unit } = LIMIT_WORDS[metric];
  return [of, did, within, value, unit].filter((part) => part !== '' && part !== undefined).join(' ');
};

/** `95 % of first tokens within 450 ms`. */
export const limitWords = (limit: Limit) => `${percent(limit.share)} of ${aboutWords(limit)}`;

/** `97.2 % of first tokens came within 450 ms, 95 % are wanted`. */
function attained({ limit, estimate }: LimitVerdict): string {
  const { did } = LIMIT_WORDS[limit.metric];
  return `${formatShare(estimate?.share)} of ${aboutWords(limit, did)}, ${percent(limit.share)} are wanted`;
}

/** The verdict as a sentence for whoever pays for the link. */
export function verdictSentence({ site, verdict }: Pick<Report, 'site' | 'verdict'>): string {
  const { answer, limits, cannotProve } = verdict;
  const subject = site === '' ? 'This link' : `At ${site} this link`;
  const name = workload(verdict);
  const lead = decisive(limits);
  const proof = lead === undefined ? '' : `: ${attained(lead)}`;
  const more =
    ['', '', ', and the other limit is kept too'][limits.length] ?? ', and the other limits are kept too';
  switch (answer) {
    case 'met':
      return `${subject} met ${name}${proof}${more}.`;
    case 'not-met':
      return `${subject} did not meet ${name}${proof}.`;
    case 'not-ruled-out':
      return `${subject} keeps the limits of ${name}${proof}. That proves nothing yet. ${cannotProve ?? ''}`;
    case 'no-limits':
      return 'No limits are set, so there is no verdict. Set them in part 3, Profile, of the plan: Repeat the campaign from the first page, choose a workload or add limits of your own.';
    default:
      return lead === undefined
        ? `It cannot be told whether this link meets ${name}: what its limits are about was not measured.`
        : `${site === '' ? 'It' : `At ${site} it`} is not decided whether this link meets ${name}${proof}, ${lead.decision === 'met' ? 'but another limit was not measured' : 'and the data leave both open'}.`;
  }
}

/** What the limits are called within a sentence. */
export function workload({ profile, edited }: Pick<VerdictReport, 'profile' | 'edited'>): string {
  if (profile === 'custom') return 'the limits that were set';
  return edited ? `${profile} (limits changed)` : profile;
}

/** How long to go on until it is decided; nothing where that is no question. */
export function moreWords({ answer, moreS, limits, by }: VerdictReport): string | undefined {
  if (answer !== 'not-enough-data' || limits.every(({ estimate }) => estimate === undefined))
    return undefined;
  if (limits.some(({ estimate }) => estimate !== undefined && estimate.low === undefined))
    return 'There are too few minutes for an interval yet, so nothing can be said of how long it will take.';
  if (moreS === undefined)
    return 'How long it would take to decide this cannot be said: a share is too near its target, or a limit was not measured.';
  const about = formatAbout(Math.max(60, moreS));
  return by === 'planned-end'
    ? `A campaign about ${about} longer would decide it, if the shares stay what they are.`
    : `About ${about} more at this pace would decide it, if the shares stay what they are.`;
}

/** Which interval decided, and why that one. */
export function methodWords({ by, limits }: VerdictReport): string | undefined {
  const method = limits.find(({ estimate }) => estimate !== undefined)?.estimate?.method;
  if (method === undefined) return undefined;
  return by === 'planned-end'
    ? `Decided once, at the planned end of the campaign. Method: ${method}.`
    : `The campaign did not run to its planned end, so it is decided by an interval that stays true however often somebody looks, and is wider for it. Method: ${method}.`;
}

/** What stands in place of figures where nothing was measured, and what would measure it. */
export function missingWords({ limit: { metric }, probe, without }: LimitVerdict): string {
  if (probe === undefined)
    return metric === 'rtt' || metric === 'response' || metric === 'answered'
      ? 'Not measured: the plan has no probe for it. Add an HTTP or WebSocket probe.'
      : 'Not measured: the plan has no probe for it. Add a chat probe.';
  if (without === 0) return 'Not measured: nothing was due yet.';
  const count = `none of ${formatCount(without)} answers told it.`;
  return `Not measured: ${count} ${WHY[metric] ?? ''}`.trim();
}

const TOKENS = 'It takes an answer of several tokens, and a server that counts them.';
const STREAM = 'It takes an endpoint that streams its answers.';

const WHY: Partial<Record<LimitMetric, string>> = {
  rtt: 'An HTTP probe reads it on a warm connection, from an endpoint that sends Timing-Allow-Origin; a WebSocket echo always.',
  tpot: TOKENS,
  tokens_per_s: TOKENS,
  ttft: STREAM,
  ttfo: STREAM,
  turn: STREAM,
  longest_gap: STREAM,
};

/** The limits on the headline metric of a probe, for its distribution. */
export function limitLines({ limits }: VerdictReport, { name, headline }: ProbeReport): LimitLine[] {
  return limits.flatMap(({ limit, probe }) => {
    const { metric, value, leftMs = value, share } = limit;
    const fits = probe === name && (metric === headline || (metric === 'turn' && headline === 'ttft'));
    if (!fits || leftMs === undefined || leftMs <= 0) return [];
    const rest = metric === 'turn' ? ` (${leftMs} ms of it for the model)` : '';
    return [{ ms: leftMs, share, label: limitWords(limit) + rest }];
  });
}

/** The course of the share in words: where it ended, and since when its interval has been on one side. */
export function courseWords({ limit, course }: LimitVerdict): string {
  const last = course.at(-1);
  if (last === undefined) return 'Nothing was measured.';
  const reached = `${formatShare(last.share)} of ${aboutWords(limit)} at the end.`;
  if (last.low === undefined) return `${reached} There are too few minutes for an interval.`;
  const side = ({ low = 0, high = 1 }: CoursePoint) =>
    low >= limit.share ? 'above' : high < limit.share ? 'below' : undefined;
  const end = side(last);
  const before = course.findLastIndex((point) => side(point) !== end);
  const since = course[before + 1];
  const band = `The interval that holds at every moment is ${formatShare(last.low)} to ${formatShare(last.high)} at the end`;
  const told =
    end === undefined || since === undefined
      ? `${band}, and holds the target of ${percent(limit.share)}: it leaves both open.`
      : `${band}; it has been ${end} the target of ${percent(limit.share)} since ${bothTimes(since.epochMs)}.`;
  return `${reached} ${told}`;
}

/** The line of the live view: `Meets chat-snappy so far (97.2 %, target 95 %)`. */
export function liveWords(
  { answer, lead, moreS }: LiveVerdict,
  { profile, limits }: Pick<Plan, 'profile' | 'limits'>,
): { mark: Answer; said: string; more: string } {
  if (answer === 'no-limits')
    return {
      mark: answer,
      said: 'No limits set',
      more: 'The report will show what was measured, without a verdict.',
    };
  const name = workload({ profile, edited: limits !== undefined });
  const { limit, estimate, decision } = lead ?? {};
  const share = estimate?.share;
  if (limit === undefined || share === undefined)
    return { mark: 'not-enough-data', said: `Nothing measured yet for ${name}`, more: '' };
  const figures = `${formatShare(share)}, target ${percent(limit.share)}`;
  const about = aboutWords(limit);
  if (answer === 'not-met') return { mark: answer, said: `Does not meet ${name} (${figures})`, more: about };
  if (answer === 'met') return { mark: answer, said: `Meets ${name} (${figures})`, more: about };
  if (answer === 'not-ruled-out')
    return { mark: answer, said: `${name} is not ruled out (${figures})`, more: about };
  const verb = share >= limit.share ? 'Meets' : 'Misses';
  const open = decision === 'met' ? 'another limit is not measured yet' : 'not decided yet';
  const more =
    moreS === undefined ? open : `${open}, about ${formatAbout(Math.max(60, moreS))} more if it stays so`;
  return { mark: 'not-enough-data', said: `${verb} ${name} so far (${figures})`, more: `${about}: ${more}` };
}
