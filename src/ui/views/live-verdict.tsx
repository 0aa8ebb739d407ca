import type { Campaign } from '../../core/campaign.ts';
import { summaryOf } from '../../core/campaign-summary.ts';
import { judgedPlan } from '../../core/verdict/judgement.ts';
import type { LiveVerdict } from '../../worker/protocol.ts';
import { unsummed } from '../campaigns.ts';
import { endedWords, liveWords } from '../live-words.ts';

interface Props {
  campaign: Campaign;
  /** As of now; absent where the campaign has ended. */
  verdict: LiveVerdict | undefined;
}

/** One line at a fixed place: whether the limits are kept so far, or were kept. */
export function LiveVerdictLine({ campaign, verdict }: Props) {
  const plan = judgedPlan(campaign);
  const line =
    verdict === undefined
      ? endedWords(summaryOf(campaign), plan, unsummed.value.has(campaign.id))
      : liveWords(verdict, plan);
  const { mark, said, more } = line;
  return (
    <p class="live-verdict num">
      <span class="verdict-mark" data-answer={mark}>
        {said}
      </span>
      <span class="hint">{more}</span>
    </p>
  );
}
