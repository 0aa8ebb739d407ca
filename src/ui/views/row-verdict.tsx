import type { Campaign } from '../../core/campaign.ts';
import { summaryOf } from '../../core/campaign-summary.ts';
import { judgedPlan } from '../../core/verdict/judgement.ts';
import { shownState } from '../campaigns.ts';
import { liveSnapshot, runningId } from '../client.ts';
import { endedWords, liveWords } from '../live-words.ts';
import { reportHref } from '../router.ts';

/** Whether the limits were kept, as the report said when it was last made; no samples are read for it. */
export function RowVerdict({ campaign }: { campaign: Campaign }) {
  const { id } = campaign;
  const plan = judgedPlan(campaign);
  const state = shownState(campaign);
  if (state === 'Not started') return null;
  const snapshot = runningId.value === id ? liveSnapshot.value : undefined;
  const summary = summaryOf(campaign);
  if (snapshot === undefined && summary === undefined) {
    const ended = state === 'Finished' || state === 'Stopped';
    return (
      <p class="row-verdict hint">
        {ended
          ? 'Verdict and availability are not computed yet. '
          : 'Verdict and availability come at the end.'}
        {ended && <a href={reportHref(id)}>Compute them with the report</a>}
      </p>
    );
  }
  const { mark, said, more } =
    snapshot === undefined ? endedWords(summary, plan) : liveWords(snapshot.verdict, plan);
  return (
    <p class="row-verdict num">
      <span class="verdict-mark" data-answer={mark} title={more}>
        {said}
      </span>
    </p>
  );
}
