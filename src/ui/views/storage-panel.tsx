import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Campaign } from '../../core/campaign.ts';
import { storedBytes } from '../../core/store-size.ts';
import { shownState } from '../campaigns.ts';
import { ScrollRegion } from '../components/parts.tsx';
import { deleteLater } from '../deletions.ts';
import { formatBytes, formatCount, plural } from '../format.ts';
import { reportHref } from '../router.ts';
import { lookAtStorage, storageState, storageWords } from '../storage.ts';
import { attempt } from '../trouble.ts';

/** What each campaign takes of the disk, the largest first, and the ways to make room. */
export function StoragePanel({ list }: { list: readonly Campaign[] }) {
  useEffect(() => attempt(lookAtStorage), []);
  const { usedBytes, quotaBytes } = storageState.value;
  const rows = list
    .map((campaign) => ({ campaign, bytes: storedBytes(campaign), samples: samplesOf(campaign) }))
    .sort((a, b) => b.bytes - a.bytes);
  const whole = rows.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <div class="storage">
      <p class="column num">
        {plural(list.length, 'campaign')}, about {formatBytes(whole)}.
        {usedBytes !== undefined && ` The app takes ${formatBytes(usedBytes)} in all`}
        {usedBytes !== undefined && quotaBytes !== undefined && ` of ${formatBytes(quotaBytes)} that it may`}
        {usedBytes !== undefined && '.'} {storageWords(storageState.value).long}
      </p>
      <ScrollRegion name="Storage by campaign" tall>
        <table class="storage-table num">
          <thead>
            <tr>
              <th scope="col" class="words">
                Campaign
              </th>
              <th scope="col">Due times</th>
              <th scope="col">Size, about</th>
              <th scope="col">
                <span class="visually-hidden">Delete</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ campaign, bytes, samples }) => (
              <tr key={campaign.id}>
                <th scope="row" class="words">
                  <a href={reportHref(campaign.id)}>{campaign.plan.name}</a>
                </th>
                <td>{formatCount(samples)}</td>
                <td>{formatBytes(bytes)}</td>
                <td>
                  <button
                    type="button"
                    class="quiet"
                    aria-label={`Delete ${campaign.plan.name} and free its space`}
                    disabled={shownState(campaign) === 'Running'}
                    onClick={() => deleteLater([campaign])}
                  >
                    Delete
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <p class="hint column">
        Sizes are made of the counts of samples and what one takes once it is stored; a browser frees the
        space of deleted ones some time later.
      </p>
      <DeleteAll list={list} />
    </div>
  );
}

const samplesOf = ({ headlines = [] }: Campaign) =>
  headlines.reduce((sum, { scheduled }) => sum + scheduled, 0);

/** Asks by a second press; a campaign that runs stays. */
function DeleteAll({ list }: { list: readonly Campaign[] }) {
  const asking = useSignal(false);
  const able = list.filter((campaign) => shownState(campaign) !== 'Running');
  if (able.length === 0) return null;
  const all = able.length === list.length ? 'all ' : '';
  const what = able.length === 1 ? 'the campaign' : `${all}${plural(able.length, 'campaign')}`;
  if (!asking.value)
    return (
      <div class="actions">
        <button
          type="button"
          onClick={() => {
            asking.value = true;
          }}
        >
          Delete all
        </button>
      </div>
    );
  return (
    <div class="actions" role="alert">
      <button
        type="button"
        class="stop"
        onClick={() => {
          asking.value = false;
          deleteLater(able);
        }}
      >
        Yes, delete {what}
      </button>
      <button
        type="button"
        onClick={() => {
          asking.value = false;
        }}
      >
        Keep them
      </button>
      <p class="hint">Samples, events and notes go with them. For a few seconds it can be undone.</p>
    </div>
  );
}
