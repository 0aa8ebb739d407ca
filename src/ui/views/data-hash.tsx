import { useSignal } from '@preact/signals';
import { type Campaign, exportName } from '../../core/campaign.ts';
import type { DataHash } from '../../report/data-hash.ts';
import type { TimeFilter } from '../../report/filter/time-filter.ts';
import { computeDataHash } from '../analysis-client.ts';
import { shownState } from '../campaigns.ts';
import { usePaper } from '../components/paper.ts';
import { formatCount } from '../format.ts';
import { sentenceOf } from '../trouble.ts';

interface State {
  share?: number | undefined;
  hash?: DataHash | undefined;
  failure?: string | undefined;
}

interface Props {
  campaign: Campaign;
  filter?: TimeFilter | undefined;
}

/** Ties the report to its samples, when somebody asks: a long campaign takes a while to hash. */
export function DataHashRow({ campaign, filter }: Props) {
  const paper = usePaper();
  if (paper === undefined) return <OnScreen campaign={campaign} filter={filter} />;
  if (paper.hash === undefined) return <p>None: the campaign was still running when this report was made.</p>;
  return (
    <div class="data-hash">
      <Told hash={paper.hash} />
    </div>
  );
}

function Told({ hash }: { hash: DataHash }) {
  return (
    <>
      <code>{hash.sha256}</code>
      <p class="hint">
        SHA-256 of the samples CSV, {formatCount(hash.bytes)} bytes. Export samples CSV saves the same bytes:
        check them with sha256sum.
      </p>
    </>
  );
}

function OnScreen({ campaign, filter }: Props) {
  const state = shownState(campaign);
  if (state === 'Running')
    return (
      <p>
        None yet: the samples CSV grows while the campaign runs. Its hash can be computed here once it has
        ended.
      </p>
    );
  // What the bytes of the file hang on: a hash of others is not to be shown beside it.
  const key = JSON.stringify([campaign.id, exportName(campaign), state, campaign.endedEpochMs, filter]);
  return <Asked key={key} campaignId={campaign.id} filter={filter} />;
}

function Asked({ campaignId, filter }: { campaignId: string; filter: TimeFilter | undefined }) {
  const state = useSignal<State>({});
  const { share, hash, failure } = state.value;
  const compute = () => {
    if (share !== undefined) return;
    state.value = { share: 0 };
    const progress = (next: number) => {
      if (state.value.share !== undefined) state.value = { share: next };
    };
    computeDataHash(campaignId, progress, filter).then(
      (found) => {
        state.value = { hash: found };
      },
      (error: unknown) => {
        state.value = { failure: sentenceOf(error) };
      },
    );
  };
  return (
    <div class="data-hash">
      {hash === undefined && (
        <button type="button" aria-busy={share !== undefined} onClick={compute}>
          Compute data hash
        </button>
      )}
      <div aria-live="polite">
        {share !== undefined && <p class="hint num">{Math.round(share * 100)} %</p>}
        {failure !== undefined && <p class="problem">The hash could not be made. {failure}</p>}
        {hash !== undefined && <Told hash={hash} />}
      </div>
    </div>
  );
}
