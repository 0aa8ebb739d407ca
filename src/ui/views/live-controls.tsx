import type { Campaign } from '../../core/campaign.ts';
import { elsewhere, goOn, type ShownState, stopRunning } from '../campaigns.ts';
import { runningId, stopping } from '../client.ts';
import { reportHref } from '../router.ts';
import { attempt } from '../trouble.ts';
import { STOP_REASONS } from '../words.ts';
import { Interrupted } from './campaign-row.tsx';

/** Stop while it runs; go on after it was stopped. One press does it. */
export function RunButtons({ campaign, state }: { campaign: Campaign; state: ShownState }) {
  if (runningId.value === campaign.id || elsewhere.value.has(campaign.id)) {
    return (
      <button type="button" class="stop" aria-busy={stopping.value} onClick={() => stopRunning(campaign.id)}>
        Stop campaign
      </button>
    );
  }
  if (state === 'Stopped' && !isOver(campaign) && campaign.merged === undefined) {
    return (
      <button
        type="button"
        disabled={runningId.value !== undefined}
        onClick={() => attempt(() => goOn(campaign.id))}
      >
        Go on
      </button>
    );
  }
  return null;
}

/** What the live view says when nothing is being measured here. */
export function LiveAtRest({ campaign, state }: { campaign: Campaign; state: ShownState }) {
  if (state === 'Interrupted') return <Interrupted campaign={campaign} />;
  if (state === 'Not started') {
    return (
      <div class="rest">
        <p>This campaign was stored and never started.</p>
        <button type="button" class="primary" onClick={() => attempt(() => goOn(campaign.id))}>
          Start campaign
        </button>
      </div>
    );
  }
  return (
    <div class="rest">
      <p>
        {state === 'Finished' ? 'The campaign is finished. ' : 'The campaign is stopped. '}
        {campaign.stopReason !== undefined && `${STOP_REASONS[campaign.stopReason]} `}
        What it measured is in the report.
      </p>
      <a class="button primary" href={reportHref(campaign.id)}>
        Open the report
      </a>
    </div>
  );
}

function isOver({ plan, startedEpochMs, stopReason }: Campaign): boolean {
  if (stopReason === 'data-budget') return true;
  return startedEpochMs !== undefined && Date.now() >= startedEpochMs + plan.durationS * 1000;
}
