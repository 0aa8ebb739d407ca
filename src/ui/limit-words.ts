import type { Basis, LimitMetric } from '../core/verdict/limit-schema.ts';
import type { Limit } from '../core/verdict/limits.ts';
import { percentText } from './format.ts';

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

export const aboutWords = ({ metric, value }: Pick<Limit, 'metric' | 'value'>, did = '') => {
  const { of, within, unit } = LIMIT_WORDS[metric];
  return [of, did, within, value, unit].filter((part) => part !== '' && part !== undefined).join(' ');
};

/** `95 % of first tokens within 450 ms`. */
export const limitWords = (limit: Limit) => `${percent(limit.share)} of ${aboutWords(limit)}`;
