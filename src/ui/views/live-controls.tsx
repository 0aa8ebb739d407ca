import type { Campaign } from '../../core/campaign.ts';
import { storedBytes } from '../../core/store-size.ts';
import { campaigns, elsewhere, goOn, leaving, type ShownState, stopRunning } from '../campaigns.ts';
import { runningId, stopping } from '../client.ts';
import { Banner } from '../components/parts.tsx';
import { formatBytes } from '../format.ts';
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
  if (leaving.value.has(campaign.id)) return null;
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
  if (leaving.value.has(campaign.id)) {
    return (
      <p class="rest">
        This campaign is being deleted. For some seconds it can be brought back, in the tab that deleted it.
      </p>
    );
  }
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
      {campaign.stopReason === 'storage' && <MakeRoom />}
      <a class="button primary" href={reportHref(campaign.id)}>
        Open the report
      </a>
    </div>
  );
}

/** What to do about a full disk: the largest campaigns first. */
function MakeRoom() {
  const largest = [...(campaigns.value ?? [])]
    .map((campaign) => ({ name: campaign.plan.name, bytes: storedBytes(campaign) }))
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, 3);
  return (
    <Banner tone="bad">
      <p>
        <strong>The disk, or the room that the browser gives this app, is full.</strong> All that was measured
        until then is stored.
      </p>
      <p>
        To make room, free some of the disk, or export and delete campaigns. The largest:{' '}
        {largest.map(({ name, bytes }) => `${name} (about ${formatBytes(bytes)})`).join(', ')}. Then go on.
      </p>
    </Banner>
  );
}

function isOver({ plan, startedEpochMs, stopReason }: Campaign): boolean {
  if (stopReason === 'data-budget') return true;
  return startedEpochMs !== undefined && Date.now() >= startedEpochMs + plan.durationS * 1000;
}
