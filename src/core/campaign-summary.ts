import type { Campaign } from './campaign.ts';
import type { EpochMillis } from './units.ts';
import type { LimitMetric } from './verdict/limit-schema.ts';
import type { Answer } from './verdict/overall.ts';

/** What the report of an ended campaign said, in so few numbers that a list of campaigns can show it without reading samples. */
export interface CampaignSummary {
  /** The end that it is of: a campaign that went on has another. */
  endedEpochMs: EpochMillis;
  /** When its limits were chosen, where that was after measuring: others make another summary. */
  judgedEpochMs?: EpochMillis | undefined;
  answer: Answer;
  /** Whether it was judged once, at its planned end, or by the interval that holds at every moment. */
  by: 'planned-end' | 'anytime';
  /** The limit that the answer hangs on; absent where nothing was measured. */
  lead?: SummaryLead | undefined;
  /** Of the link; absent where nothing was observed. Shares of the observed time, ends at 95 %. */
  availability?: { share: number; low?: number | undefined; high?: number | undefined } | undefined;
}

export interface SummaryLead {
  metric: LimitMetric;
  /** In ms, or per second; absent where the metric has none. */
  value?: number | undefined;
  /** The share that was wanted. */
  target: number;
  /** The share that was reached. */
  share: number;
}

/** The summary of a campaign as it stands; nothing where none was made, or where it went on since or is judged by something else. */
export function summaryOf({
  state,
  endedEpochMs,
  judged,
  summary,
}: Pick<Campaign, 'state' | 'endedEpochMs' | 'judged' | 'summary'>): CampaignSummary | undefined {
  const ended = state === 'finished' || state === 'stopped';
  const isOfThis = summary?.endedEpochMs === endedEpochMs && summary?.judgedEpochMs === judged?.chosenEpochMs;
  return ended && isOfThis ? summary : undefined;
}
