import { useSignal } from '@preact/signals';
import type { Campaign } from '../../core/campaign.ts';
import { inOrderOfTime, mergeProblem } from '../../core/merge/merge-campaigns.ts';
import { cancelMerge, storeMerged } from '../analysis-client.ts';
import { refreshCampaigns } from '../campaigns.ts';
import { plural } from '../format.ts';
import { tellChanged } from '../other-tabs.ts';
import { goTo, reportHref } from '../router.ts';
import { showToast } from '../toasts.ts';
import { attempt, sentenceOf } from '../trouble.ts';

/** Makes one campaign of those that are chosen, or says why that cannot be. */
export function MergeChosen({ chosen }: { chosen: readonly Campaign[] }) {
  const share = useSignal<number | undefined>(undefined);
  const failure = useSignal<string | undefined>(undefined);
  const cancelling = useSignal(false);
  const problem = mergeProblem(chosen);
  const merge = async () => {
    if (share.value !== undefined) return;
    share.value = 0;
    failure.value = undefined;
    try {
      const result = await storeMerged(
        chosen.map(({ id }) => id),
        nameOf(chosen),
        (done) => {
          share.value = done;
        },
      );
      if (!result.ok) {
        failure.value = result.problem;
        return;
      }
      await refreshCampaigns();
      tellChanged();
      showToast('Merged into a new campaign. The sources are kept.');
      goTo(reportHref(result.id));
    } catch (error) {
      failure.value = sentenceOf(error);
    } finally {
      share.value = undefined;
      cancelling.value = false;
    }
  };
  const cancel = () => {
    cancelling.value = true;
    attempt(cancelMerge);
  };
  return (
    <div class="merge">
      <button
        type="button"
        disabled={problem !== undefined}
        aria-busy={share.value !== undefined}
        onClick={() => void merge()}
      >
        Merge into one campaign
      </button>
      {share.value !== undefined && (
        <>
          <progress class="progress" value={share.value} max={1} aria-label="Merging" />
          <button type="button" class="quiet" disabled={cancelling.value} onClick={cancel}>
            {cancelling.value ? 'Cancelling' : 'Cancel the merge'}
          </button>
        </>
      )}
      <p class={failure.value === undefined ? 'hint' : 'problem'} aria-live="polite">
        {failure.value ??
          problem ??
          'A new campaign of the samples of all, in order of time. The time between them is unmeasured; the sources are kept.'}
      </p>
    </div>
  );
}

/** `Kiruna, 3 campaigns`, or after the first of them where the site has no name. */
function nameOf(chosen: readonly Campaign[]): string {
  const [first] = inOrderOfTime(chosen);
  const place = first?.plan.site.name || first?.plan.name || 'Merged';
  return `${place.slice(0, 90)}, ${plural(chosen.length, 'campaign')}`;
}
