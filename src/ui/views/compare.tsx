import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Campaign } from '../../core/campaign.ts';
import { MOST_COMPARED } from '../../report/compare.ts';
import type { FilterTexts } from '../../report/filter/time-filter.ts';
import { filterZone } from '../../report/site-zone.ts';
import { visibleCampaigns } from '../campaigns.ts';
import { readCompared } from '../comparison.ts';
import { Banner, Skeleton } from '../components/parts.tsx';
import { comparedFilterWords, comparedZoneWords } from '../filter-words.ts';
import { formatCount } from '../format.ts';
import { localZone } from '../format-time.ts';
import { compareHref, goTo } from '../router.ts';
import { CompareBody } from './compare-body.tsx';
import { CompareChooser } from './compare-chooser.tsx';
import { FilterBar } from './filter-bar.tsx';

/** COMPARE: campaigns side by side. Which ones, and the filter, stand in the address. */
export function CompareView({ ids, filter }: { ids: readonly string[]; filter?: FilterTexts | undefined }) {
  const stored = visibleCampaigns();
  if (stored === undefined) return <Skeleton height={480} />;
  const chosen = ids.slice(0, MOST_COMPARED).flatMap((id) => stored.find((other) => other.id === id) ?? []);
  const gone = ids.length - chosen.length;
  return (
    <>
      <header>
        <h1>How do campaigns differ?</h1>
        <p class="hint">
          Two to {MOST_COMPARED} campaigns or sites side by side. A difference is only called one where its
          interval excludes 0.
        </p>
      </header>
      {gone > 0 && (
        <Banner tone="warn">
          {gone === 1 ? 'One campaign' : `${formatCount(gone)} campaigns`} of this address{' '}
          {gone === 1 ? 'is' : 'are'} not shown: deleted, measured in another browser, or more than{' '}
          {MOST_COMPARED}.
        </Banner>
      )}
      <CompareChooser key={ids.join()} stored={stored} chosen={chosen} filter={filter} />
      {chosen.length >= 2 && (
        <Comparison
          key={JSON.stringify([chosen.map(({ id }) => id), filter])}
          campaigns={chosen}
          filter={filter}
        />
      )}
    </>
  );
}

function Comparison({
  campaigns,
  filter: texts,
}: {
  campaigns: readonly Campaign[];
  filter: FilterTexts | undefined;
}) {
  const [turn, setTurn] = useState(0);
  // Once for each choice: a campaign that runs would else be read again with each sample.
  const reading = useMemo(() => readCompared(campaigns, texts), [turn]);
  useEffect(() => () => reading.cancel(), [reading]);
  const { done, now, cancelled } = reading.state.value;
  const found = done.flatMap(({ compared }) => compared ?? []);
  const filtered = found.flatMap(({ name, filter }) => (filter === undefined ? [] : { name, filter }));
  const failed = done.filter(({ failure }) => failure !== undefined);
  const ids = campaigns.map(({ id }) => id);
  const again = () => setTurn(turn + 1);
  return (
    <>
      <FilterBar
        filter={texts}
        looked={filtered.length === 0 ? undefined : comparedFilterWords(filtered)}
        zone={comparedZoneWords(
          campaigns.map((campaign) => ({
            name: campaign.plan.name,
            zone: filterZone(campaign, localZone()),
          })),
        )}
        onChoose={(next) => goTo(compareHref(ids, next))}
      />
      {failed.map(({ id, failure }) => (
        <Banner key={id} tone="bad" alert>
          {campaigns.find((campaign) => campaign.id === id)?.plan.name} could not be read. {failure}
        </Banner>
      ))}
      {now !== undefined && (
        <div class="compare-reading">
          <label class="loading num">
            <span>
              Reading {done.length + 1} of {campaigns.length}: {now.name}
            </span>
            <progress class="progress" value={done.length + now.share} max={campaigns.length} />
          </label>
          <button type="button" onClick={() => reading.cancel()}>
            Cancel
          </button>
        </div>
      )}
      {cancelled && (
        <Banner
          tone="info"
          actions={
            <button type="button" onClick={again}>
              Read the others
            </button>
          }
        >
          Cancelled after {done.length} of {campaigns.length}.
        </Banner>
      )}
      {now !== undefined && <Skeleton height={480} />}
      {now === undefined && found.length >= 2 && <CompareBody list={found} />}
      {now === undefined && found.length < 2 && !cancelled && done.length === campaigns.length && (
        <p class="rest">Fewer than two of these campaigns could be read, so there is nothing to compare.</p>
      )}
    </>
  );
}
