import type { LiveSnapshot } from '../../worker/protocol.ts';
import { campaigns, elsewhere, shownState } from '../campaigns.ts';
import { campaignCaption } from '../caption.ts';
import { liveSnapshot, runningId } from '../client.ts';
import { CaptionContext } from '../components/paper.ts';
import { Banner, Skeleton } from '../components/parts.tsx';
import { strangerMeasures } from '../other-tabs.ts';
import { CampaignHead, NoCampaign } from './campaign-head.tsx';
import { EventsPanel } from './events-panel.tsx';
import { LiveAtRest, RunButtons } from './live-controls.tsx';
import { LiveProbes } from './live-probes.tsx';
import { LiveVerdictLine } from './live-verdict.tsx';
import { RunFacts } from './run-facts.tsx';
import { WhenClosed } from './when-closed.tsx';

/** LIVE: what the campaign measures now. */
export function LiveView({ id }: { id: string }) {
  const campaign = campaigns.value?.find((other) => other.id === id);
  if (campaigns.value === undefined) return <Skeleton height={480} />;
  if (campaign === undefined) return <NoCampaign />;
  const snapshot = liveSnapshot.value?.campaignId === id ? liveSnapshot.value : undefined;
  const simulated = [...new Set([...campaign.simulated, ...(snapshot?.simulated ?? [])])];
  const here = runningId.value === id;
  const running = here || elsewhere.value.has(id);
  const state = shownState(campaign);
  const isStrange = running && !here && snapshot === undefined && strangerMeasures.value;
  return (
    <>
      <CampaignHead
        campaign={campaign}
        simulated={simulated}
        here="live"
        actions={<RunButtons campaign={campaign} state={state} />}
      />
      {isStrange && <Stranger />}
      {running && !isStrange && <Warnings snapshot={snapshot} />}
      {!running && <LiveAtRest campaign={campaign} state={state} />}
      {(running || snapshot !== undefined) && (
        <RunFacts campaign={campaign} snapshot={snapshot} running={running} here={here} />
      )}
      {running && <WhenClosed campaignId={id} here={here} />}
      {running && snapshot === undefined && !isStrange && <Skeleton height={640} />}
      {snapshot !== undefined && (
        <LiveVerdictLine campaign={campaign} verdict={running ? snapshot.verdict : undefined} />
      )}
      {snapshot !== undefined && (
        <CaptionContext.Provider value={campaignCaption(campaign)}>
          <LiveProbes snapshot={snapshot} running={running} />
        </CaptionContext.Provider>
      )}
      {snapshot !== undefined && <EventsPanel campaignId={id} events={snapshot.events} canNote={running} />}
    </>
  );
}

function Stranger() {
  return (
    <Banner tone="info">
      A tab with another version of the app measures this campaign; its figures are shown there. Once it has
      ended, reload that tab.
    </Banner>
  );
}

function Warnings({ snapshot }: { snapshot: LiveSnapshot | undefined }) {
  const isEnding = snapshot?.state === 'draining';
  return (
    <>
      {snapshot?.storeTrouble !== undefined && (
        <Banner tone="bad" alert>
          <strong>Samples cannot be written to disk.</strong> {snapshot.storeTrouble}{' '}
          {isEnding
            ? 'Nothing is measured any more, and the campaign ends once they are stored, which is tried every 30 s at least. Do not close this page: that would give them up.'
            : 'The campaign goes on and keeps them in memory; do not close this page.'}
        </Banner>
      )}
      {isEnding ? (
        <p class="pulse">Nothing more is sent.</p>
      ) : (
        <Pulse sinceEpochMs={snapshot?.silentSinceEpochMs} heard={snapshot !== undefined} />
      )}
    </>
  );
}

/** A line that is always there, so that nothing moves when the link falls silent; only the fall is announced. */
function Pulse({ sinceEpochMs, heard }: { sinceEpochMs: number | undefined; heard: boolean }) {
  if (sinceEpochMs === undefined) {
    return (
      <p class="pulse">
        {heard
          ? 'Answers are arriving.'
          : 'Opening connections. The first numbers come within a few seconds.'}
      </p>
    );
  }
  const seconds = Math.max(0, Math.round((Date.now() - sinceEpochMs) / 1000));
  return (
    <div class="pulse silence num">
      <p class="silence-word">
        <span role="alert">No probe gets an answer</span>
      </p>
      <p>Silent for {seconds} s</p>
    </div>
  );
}
