import type { CampaignSummary } from '../core/campaign-summary.ts';
import type { Plan } from '../core/plan.ts';
import type { Answer } from '../core/verdict/overall.ts';
import type { LiveVerdict } from '../worker/protocol.ts';
import { workload } from './answer-words.ts';
import { formatAbout, formatShare } from './format.ts';
import { aboutWords, percent } from './limit-words.ts';

/** A verdict in a line: its shape, the words, and what stands smaller beside them. */
interface VerdictLine {
  mark: Answer;
  said: string;
  more: string;
}

const NO_LIMITS: VerdictLine = {
  mark: 'no-limits',
  said: 'No limits set',
  more: 'The report will show what was measured, without a verdict.',
};

type Limits = Pick<Plan, 'profile' | 'limits'>;

const nameOf = ({ profile, limits }: Limits) => workload({ profile, edited: limits !== undefined });

/** The line of the live view: `Meets chat-snappy so far (97.2 %, target 95 %)`. */
export function liveWords({ answer, lead, moreS, awaitsEnd }: LiveVerdict, plan: Limits): VerdictLine {
  if (answer === 'no-limits') return NO_LIMITS;
  const name = nameOf(plan);
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
  const rest = awaitsEnd ? 'availability is decided at the planned end' : 'another limit is not measured yet';
  const open = decision === 'met' ? rest : 'not decided yet';
  const more =
    moreS === undefined ? open : `${open}, about ${formatAbout(Math.max(60, moreS))} more if it stays so`;
  return { mark: 'not-enough-data', said: `${verb} ${name} so far (${figures})`, more: `${about}: ${more}` };
}

/** The same line once the campaign has ended: it speaks as the report does, whose summary it is made of. `isUnsummed`: no summary could be stored, so that none will come. */
export function endedWords(
  summary: CampaignSummary | undefined,
  plan: Limits,
  isUnsummed = false,
): VerdictLine {
  // Limits are not looked up: they are not among what the first page loads.
  const isWithout =
    plan.limits === undefined ? summary === undefined && plan.profile === 'custom' : plan.limits.length === 0;
  if (isWithout || summary?.answer === 'no-limits') return NO_LIMITS;
  const name = nameOf(plan);
  if (summary === undefined)
    return isUnsummed
      ? { mark: 'not-enough-data', said: `${name} is not judged yet`, more: 'The report does it.' }
      : { mark: 'not-enough-data', said: `Judging ${name} by all samples`, more: '' };
  const { answer, by, lead } = summary;
  if (lead === undefined)
    return { mark: 'not-enough-data', said: `Nothing was measured for ${name}`, more: '' };
  const how =
    by === 'planned-end'
      ? 'judged at the planned end, as in the report'
      : 'not judged at a planned end, but by the interval for any moment, as in the report';
  const chosen = summary.judgedEpochMs === undefined ? '' : '; the limits were chosen after measuring';
  return {
    mark: answer,
    said: `${ENDED[answer](name)} (${formatShare(lead.share)}, target ${percent(lead.target)})`,
    more: `${aboutWords(lead)}: ${how}${chosen}`,
  };
}

const ENDED: Record<Exclude<Answer, 'no-limits'>, (name: string) => string> = {
  met: (name) => `Met ${name}`,
  'not-met': (name) => `Did not meet ${name}`,
  'not-ruled-out': (name) => `${name} is not ruled out`,
  'not-enough-data': (name) => `Not enough data for ${name}`,
};
