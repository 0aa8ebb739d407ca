import type { Basis, LimitMetric } from '../core/verdict/limit-schema.ts';
import type { Limit } from '../core/verdict/limits.ts';
import { percentText } from './format.ts';

/**
 * How a limit reads: `95 % of [of] [within] 450 [unit]`. What came of it, `97 % of due requests [did]
 * [within] 450 [unit]`, is a share of what was due: a lost request has no first token and still counts.
 */
export const LIMIT_WORDS: Record<
  LimitMetric,
  { name: string; of: string; did: string; within: string; unit: string }
> = {
  ttft: {
    name: 'First token',
    of: 'first tokens',
    did: 'had their first token',
    within: 'within',
    unit: 'ms',
  },
  ttfo: {
    name: 'First output that is not reasoning',
    of: 'first outputs',
    did: 'had their first output',
    within: 'within',
    unit: 'ms',
  },
  tpot: {
    name: 'Time per token',
    of: 'answers',
    did: 'were answered',
    within: 'at a pace of',
    unit: 'ms a token or less',
  },
  e2e: { name: 'Whole answer', of: 'answers', did: 'had their answer', within: 'whole within', unit: 'ms' },
  turn: { name: 'Voice turn', of: 'voice turns', did: 'made a voice turn', within: 'within', unit: 'ms' },
  longest_gap: {
    name: 'Gap within an answer',
    of: 'answers',
    did: 'were answered',
    within: 'without a gap over',
    unit: 'ms',
  },
  response: { name: 'Response time', of: 'responses', did: 'were answered', within: 'within', unit: 'ms' },
  rtt: {
    name: 'Round trip',
    of: 'round trips',
    did: 'had their round trip',
    within: 'done within',
    unit: 'ms',
  },
  tokens_per_s: {
    name: 'Tokens a second',
    of: 'answers',
    did: 'were answered',
    within: 'at',
    unit: 'tokens a second or more',
  },
  answered: { name: 'Answered at all', of: 'requests', did: 'were', within: 'answered', unit: '' },
  availability: {
    name: 'Availability of the link',
    of: 'the time',
    did: 'was',
    within: 'without an outage',
    unit: '',
  },
};

export const BASIS_NAMES: Record<Basis, string> = {
  measured: 'Measured',
  standard: 'Standard',
  vendor: 'Vendor',
  judgement: 'Judgement',
};

export const percent = (share: number) => `${percentText(share)} %`;

const joined = (...parts: (string | number | undefined)[]) =>
  parts.filter((part) => part !== '' && part !== undefined).join(' ');

/** What a limit is about: `first tokens within 450 ms`. */
export const aboutWords = ({ metric, value }: Pick<Limit, 'metric' | 'value'>) => {
  const { of, within, unit } = LIMIT_WORDS[metric];
  return joined(of, within, value, unit);
};

/** What a reached share is of: `due requests had their first token within 450 ms`. */
export const reachedWords = ({ metric, value }: Pick<Limit, 'metric' | 'value'>) => {
  const { of, did, within, unit } = LIMIT_WORDS[metric];
  return joined(metric === 'availability' ? of : 'due requests', did, within, value, unit);
};

/** `95 % of first tokens within 450 ms`. */
export const limitWords = (limit: Limit) => `${percent(limit.share)} of ${aboutWords(limit)}`;
