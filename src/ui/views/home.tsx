import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Campaign } from '../../core/campaign.ts';
import { describeProblem } from '../../core/plan.ts';
import { campaigns, elsewhere, refreshCampaigns, visibleCampaigns } from '../campaigns.ts';
import { runningId } from '../client.ts';
import { lazyView } from '../components/lazy.tsx';
import { Skeleton } from '../components/parts.tsx';
import { tagsOf, toggleTag, wantedTags, withWantedTags } from '../labels.ts';
import { refusedFile, takeFiles, tryDemo } from '../plan-inbox.ts';
import { compareHref, goTo } from '../router.ts';
import { attempt } from '../trouble.ts';
import { CampaignRow } from './campaign-row.tsx';
import { DishOffer } from './dish-offer.tsx';
import { ImportState } from './import-state.tsx';
import { RefusedFile } from './refused-file.tsx';
import { Welcome } from './welcome.tsx';

const StoragePanel = lazyView(async () => (await import('./inner.ts')).StoragePanel);

/** HOME: what the app does, the ways in, and the campaigns so far. */
export function HomeView() {
  const list = visibleCampaigns();
  const shown = withWantedTags(list ?? []);
  useEffect(() => {
    const look = () => attempt(refreshCampaigns);
    if (campaigns.value !== undefined) look();
    const timer = setInterval(
      () => (runningId.value !== undefined || elsewhere.value.size > 0) && look(),
      2000,
    );
    return () => clearInterval(timer);
  }, []);
  return (
    <>
      <section class="hero">
        <h1>
          Does this link, from this site, meet the latency tolerance of the model that you want to call?
        </h1>
        <p>
          Dishprobe probes the endpoint for hours or days, whether the link holds or not, and writes down what
          an application would have felt.
        </p>
        <Actions />
      </section>
      <RefusedPlan />
      <ImportState />
      <DishOffer campaigns={list ?? []} />
      {campaigns.value === undefined && <Skeleton height={160} />}
      {list?.length === 0 && <Welcome />}
      {list !== undefined && list.length > 0 && (
        <section aria-labelledby="campaigns-title">
          <div class="campaigns-head">
            <h2 id="campaigns-title">Campaigns</h2>
            <a href={compareHref([])}>Compare</a>
          </div>
          <TagFilter tags={tagsOf(list)} shown={shown.length} of={list.length} />
          <ul class="campaigns">
            {shown.map((campaign) => (
              <CampaignRow key={campaign.id} campaign={campaign} />
            ))}
          </ul>
          <Storage list={list} />
        </section>
      )}
    </>
  );
}

/** Shows the campaigns that carry the tags that are pressed. */
function TagFilter({ tags, shown, of }: { tags: readonly string[]; shown: number; of: number }) {
  if (tags.length === 0) return null;
  return (
    <div class="tag-filter">
      {tags.map((tag) => (
        <button
          key={tag}
          type="button"
          class="tag-button"
          aria-pressed={wantedTags.value.has(tag)}
          onClick={() => toggleTag(tag)}
        >
          {tag}
        </button>
      ))}
      <span class="hint num" aria-live="polite">
        {shown < of ? `${shown} of ${of} campaigns` : ''}
      </span>
    </div>
  );
}

function Storage({ list }: { list: readonly Campaign[] }) {
  const open = useSignal(false);
  return (
    <details
      class="behind"
      onToggle={(event) => {
        open.value = event.currentTarget.open;
      }}
    >
      <summary>Storage</summary>
      {open.value && <StoragePanel list={list} />}
    </details>
  );
}

function Actions() {
  const busy = useSignal(false);
  const onDemo = () => {
    if (busy.value) return;
    busy.value = true;
    attempt(async () => {
      try {
        await tryDemo();
      } finally {
        busy.value = false;
      }
    });
  };
  const picker = useRef<HTMLInputElement>(null);
  const onFile = (input: HTMLInputElement) =>
    attempt(async () => {
      await takeFiles([...(input.files ?? [])]);
      // The same file, mended, may be chosen again.
      input.value = '';
    }, 'The file could not be read. ');
  return (
    <div class="actions">
      <button type="button" class="primary" onClick={() => goTo('#/new')}>
        New campaign
      </button>
      <button type="button" onClick={() => picker.current?.click()}>
        Import
      </button>
      <input
        ref={picker}
        type="file"
        accept=".dishprobe,.json,.csv,.tsv,.txt,application/json,text/csv"
        multiple
        hidden
        onChange={(event) => onFile(event.currentTarget)}
      />
      <button type="button" aria-busy={busy.value} onClick={onDemo}>
        Try the demo
      </button>
    </div>
  );
}

function RefusedPlan() {
  const refused = refusedFile.value;
  if (refused === undefined) return null;
  return (
    <RefusedFile
      name={refused.name}
      verdict="is not a plan that this app can read. Nothing was changed."
      problems={refused.problems.map(describeProblem)}
      onDismiss={() => {
        refusedFile.value = undefined;
      }}
    />
  );
}
