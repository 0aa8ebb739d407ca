import { useSignal } from '@preact/signals';
import type { Campaign } from '../../core/campaign.ts';
import { Banner } from '../components/parts.tsx';
import { addDishFile, incomingDish } from '../dish-inbox.ts';
import { bothTimes } from '../format-time.ts';
import { attempt } from '../trouble.ts';

/** A file of a dish that was dropped on the page: which campaign is it laid beside? */
export function DishOffer({ campaigns }: { campaigns: readonly Campaign[] }) {
  const incoming = incomingDish.value;
  const chosen = useSignal<string | undefined>(undefined);
  if (incoming === undefined) return null;
  const { file, campaignId, problem } = incoming;
  const measured = campaigns.filter(({ startedEpochMs }) => startedEpochMs !== undefined);
  const known = (id: string | undefined) => measured.find((campaign) => campaign.id === id)?.id;
  const id = known(chosen.value) ?? known(campaignId) ?? measured[0]?.id;
  const onAdd = () =>
    attempt(async () => {
      if (id !== undefined) await addDishFile(file, id);
    }, 'The file could not be read. ');
  const onDismiss = () => {
    incomingDish.value = undefined;
  };
  return (
    <Banner
      tone={problem === undefined ? 'info' : 'bad'}
      alert
      actions={
        <>
          {problem === undefined && id !== undefined && (
            <button type="button" class="primary" onClick={onAdd}>
              Add to the campaign
            </button>
          )}
          <button type="button" class="quiet" onClick={onDismiss}>
            Dismiss
          </button>
        </>
      }
    >
      <p>
        <strong>{file.name}</strong> {problem === undefined ? WHAT : 'was not imported.'}
      </p>
      {problem !== undefined && <p>{problem}</p>}
      {problem === undefined && id === undefined && (
        <p>There is no campaign yet. Measure one, or import a recording, and then drop this file again.</p>
      )}
      {problem === undefined && id !== undefined && (
        <label class="dish-choice">
          <span>Campaign</span>
          <select
            value={id}
            onChange={(event) => {
              chosen.value = event.currentTarget.value;
            }}
          >
            {measured.map((campaign) => (
              <option key={campaign.id} value={campaign.id}>
                {campaign.plan.name}, {bothTimes(campaign.startedEpochMs ?? campaign.createdEpochMs)}
              </option>
            ))}
          </select>
        </label>
      )}
    </Banner>
  );
}

const WHAT = 'is what a Starlink dish recorded. It stands beside the outages of a campaign of the same time.';
