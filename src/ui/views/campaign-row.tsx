import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Campaign } from '../../core/campaign.ts';
import { elsewhere, endInterrupted, goOn, shownState, statusWord } from '../campaigns.ts';
import { liveSnapshot, runningId } from '../client.ts';
import { lazyView } from '../components/lazy.tsx';
import { ImportedTag, SimulatedTag } from '../components/parts.tsx';
import { deleteLater } from '../deletions.ts';
import { formatBytes, formatDuration, formatSpan, plural } from '../format.ts';
import { bothTimes } from '../format-time.ts';
import { liveHref, repeatHref, reportHref } from '../router.ts';
import { attempt } from '../trouble.ts';
import { placeOf } from './campaign-head.tsx';
import { RowFigures } from './row-figures.tsx';
import { RowVerdict } from './row-verdict.tsx';

const CampaignLabels = lazyView(async () => (await import('./inner.ts')).CampaignLabels);

/** A line of the home screen. */
export function CampaignRow({ campaign }: { campaign: Campaign }) {
  const { id, plan } = campaign;
  const state = shownState(campaign);
  const editing = useSignal(false);
  const editButton = useRef<HTMLButtonElement>(null);
  const done = () => {
    editing.value = false;
    editButton.current?.focus();
  };
  const bytes = runningId.value === id ? (liveSnapshot.value?.bytes ?? 0) : campaign.bytes;
  return (
    <li class="campaign">
      <div class="campaign-head">
        <h3>
          <a href={state === 'Finished' || state === 'Stopped' ? reportHref(id) : liveHref(id)}>
            {plan.name}
          </a>
        </h3>
        <span class="status" data-state={state}>
          {statusWord(campaign)}
        </span>
        <SimulatedTag what={campaign.simulated} />
        <ImportedTag from={campaign.imported} />
      </div>
      <p class="campaign-facts num">
        <span>{placeOf(plan)}</span>
        <span>{when(campaign)}</span>
        <span>
          {campaign.imported === undefined
            ? `${formatSpan(plan.durationS)} planned`
            : `${formatDuration(plan.durationS)} recorded`}
        </span>
        <span>
          {plural(plan.probes.length, 'probe')}: {probeNames(campaign)}
        </span>
        {bytes > 0 && <span>{formatBytes(bytes)} used</span>}
      </p>
      <div class="campaign-figures">
        <RowVerdict campaign={campaign} />
        <RowFigures campaign={campaign} />
      </div>
      <div class="campaign-links">
        <a href={liveHref(id)}>Live</a>
        <a href={reportHref(id)}>Report</a>
        {campaign.imported === undefined && (
          <a href={repeatHref(id)} aria-label={`Repeat ${plan.name}`}>
            Repeat
          </a>
        )}
        <button
          ref={editButton}
          type="button"
          class="quiet"
          aria-expanded={editing.value}
          aria-label={`Edit ${plan.name}`}
          onClick={() => {
            editing.value = !editing.value;
          }}
        >
          Edit
        </button>
        {state !== 'Running' && (
          <button
            type="button"
            class="quiet"
            aria-label={`Delete ${plan.name}`}
            onClick={() => deleteLater([campaign])}
          >
            Delete
          </button>
        )}
      </div>
      <Labels campaign={campaign} />
      {editing.value && <CampaignLabels campaign={campaign} onDone={done} />}
      {state === 'Interrupted' && <Interrupted campaign={campaign} />}
      {elsewhere.value.has(id) && <p class="campaign-note">It runs in another tab of this browser.</p>}
    </li>
  );
}

/** Tags and note, where there are any. */
function Labels({ campaign: { tags = [], note, merged } }: { campaign: Campaign }) {
  if (tags.length === 0 && note === undefined && merged === undefined) return null;
  return (
    <div class="campaign-labels">
      {merged !== undefined && (
        <span class="hint">Merged from {merged.map(({ name }) => name).join(', ')}.</span>
      )}
      {tags.map((tag) => (
        <span key={tag} class="tag">
          {tag}
        </span>
      ))}
      {note !== undefined && <p>{note}</p>}
    </div>
  );
}

/** What to do with a campaign whose page was closed while it ran. */
export function Interrupted({ campaign }: { campaign: Campaign }) {
  const { id, plan, startedEpochMs = campaign.createdEpochMs } = campaign;
  const over = Date.now() >= startedEpochMs + plan.durationS * 1000;
  return (
    <div class="interrupted">
      <p>
        The page was closed while this campaign ran. What was measured is kept.{' '}
        {over
          ? 'Its planned end has passed: to go on only closes it, with the time since marked as unmeasured.'
          : 'Go on, and the time since then is marked as unmeasured: it counts neither as an outage nor in a percentile.'}
      </p>
      <div class="actions">
        <button
          type="button"
          class="primary"
          disabled={runningId.value !== undefined}
          onClick={() => attempt(() => goOn(id))}
        >
          Go on
        </button>
        <button type="button" onClick={() => attempt(() => endInterrupted(id))}>
          End it
        </button>
      </div>
    </div>
  );
}

function when({ startedEpochMs, createdEpochMs, imported }: Campaign): string {
  // When it was recorded is only a guess then.
  if (imported?.zeroEpochMs !== undefined) return `imported ${bothTimes(imported.epochMs)}`;
  return startedEpochMs === undefined
    ? `made ${bothTimes(createdEpochMs)}`
    : `started ${bothTimes(startedEpochMs)}`;
}

function probeNames({ plan }: Campaign): string {
  const names = plan.probes.slice(0, 4).map((probe) => probe.name);
  return plan.probes.length > 4 ? `${names.join(', ')} and more` : names.join(', ');
}
