import type { LimitMetric } from '../core/verdict/limit-schema.ts';
import { decisive, telling } from '../core/verdict/overall.ts';
import type { Report } from '../report/types.ts';
import type { CoursePoint, LimitVerdict, VerdictReport } from '../report/verdict-types.ts';
import { workload } from './answer-words.ts';
import type { LimitLine } from './charts/limit-lines.ts';
import { formatAbout, formatCount, formatShare, formatShareBeside } from './format.ts';
import { bothTimes } from './format-time.ts';
import { limitWords, percent, reachedWords } from './limit-words.ts';

/** `97.2 % of due requests had their first token within 450 ms, 95 % are wanted`. */
export function attainedWords({
  limit,
  estimate,
  without = 0,
}: Pick<LimitVerdict, 'limit' | 'estimate'> & { without?: number }): string {
  const wanted = limit.metric === 'availability' ? 'is wanted' : 'are wanted';
  const told = without > 0 ? ' as far as the answers tell it' : '';
  return `${formatShareBeside(estimate?.share, limit.share)} of ${reachedWords(limit)}${told}, ${percent(limit.share)} ${wanted}`;
}

/** The verdict as a sentence for whoever pays for the link. */
export function verdictSentence({ site, verdict }: Pick<Report, 'site' | 'verdict'>): string {
  const { answer, limits, cannotProve } = verdict;
  const subject = site === '' ? 'This link' : `At ${site} this link`;
  const name = workload(verdict);
  const lead = decisive(limits);
  const proof = lead === undefined ? '' : `: ${attainedWords(lead)}`;
  const told = telling(limits);
  const more =
    ['', '', ', and the other limit is kept too'][told.length] ?? ', and the other limits are kept too';
  switch (answer) {
    case 'met':
      return `${subject} met ${name}${proof}${more}.${besideWords(limits)}`;
    case 'not-met':
      return `${subject} did not meet ${name}${proof}.`;
    case 'not-ruled-out':
      return `${subject} keeps the limits of ${name}${proof}. That proves nothing yet. ${cannotProve ?? ''}${besideWords(limits)}`;
    case 'no-limits':
      return 'No limits are set, so there is no verdict. Choose a workload or limits under "Judge by", below.';
    default:
      return lead === undefined
        ? `It cannot be told whether this link meets ${name}: what its limits are about was not measured.`
        : `${site === '' ? 'It' : `At ${site} it`} is not decided whether this link meets ${name}${proof}, ${lead.decision === 'met' ? 'but another limit was not measured' : 'and the data leave both open'}.`;
  }
}

/** The probes that the answer leaves out of a limit, because they did not measure it. */
function besideWords(limits: readonly LimitVerdict[]): string {
  const told = new Set(telling(limits));
  const names = [...new Set(limits.flatMap((row) => (told.has(row) ? [] : (row.probe ?? []))))];
  if (names.length === 0) return '';
  return ` Not every limit was measured by ${names.map((name) => `"${name}"`).join(' and ')}: what was not is left out.`;
}

/** How long to go on until it is decided; nothing where that is no question. */
export function moreWords({ answer, moreS, limits, by, unplanned }: VerdictReport): string | undefined {
  if (answer !== 'not-enough-data' || limits.every(({ estimate }) => estimate === undefined))
    return undefined;
  if (limits.some(({ estimate }) => estimate !== undefined && estimate.low === undefined))
    return 'There are too few minutes for an interval yet, so nothing can be said of how long it will take.';
  if (by === 'anytime' && limits.some(({ limit }) => limit.metric === 'availability'))
    return 'Availability is decided at the planned end of a campaign alone: its interval is made for one look. To decide it, let a campaign run as long as planned.';
  if (moreS === undefined)
    return 'How long it would take to decide this cannot be said: a share is too near its target, or a limit was not measured.';
  const about = formatAbout(Math.max(60, moreS));
  if (unplanned === 'imported')
    return `A recording about ${about} longer would decide it, if the shares stay what they are.`;
  return by === 'planned-end'
    ? `A campaign about ${about} longer would decide it, if the shares stay what they are.`
    : `About ${about} more at this pace would decide it, if the shares stay what they are.`;
}

/** What stands in place of figures where nothing was measured, and what would measure it. */
export function missingWords({ limit: { metric }, probe, without }: LimitVerdict): string {
  if (metric === 'availability')
    return 'Not told: it takes a probe that asks each second or two, and waits for no model.';
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

/** The limits on what a plot of one probe shows: `metric` as tables call it. A rate stands as the time a token takes. */
export function limitLines({ limits }: VerdictReport, name: string, metric: string): LimitLine[] {
  return limits.flatMap(({ limit, probe }) => {
    const { value, leftMs = value, share } = limit;
    const drawn = limit.metric === 'turn' ? 'ttfo' : limit.metric;
    if (probe !== name || drawn !== metric || leftMs === undefined || leftMs <= 0) return [];
    const rest = limit.metric === 'turn' ? ` (${leftMs} ms of it for the model)` : '';
    const ms = metric === 'tokens_per_s' ? 1000 / leftMs : leftMs;
    return [{ ms, share, label: limitWords(limit) + rest }];
  });
}

/** The course of the share in words: where it ended, and since when its interval has been on one side. */
export function courseWords({ limit, course }: LimitVerdict): string {
  const last = course.at(-1);
  if (last === undefined) return 'Nothing was measured.';
  const reached = `By the end, ${formatShare(last.share)} of ${reachedWords(limit)}.`;
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
