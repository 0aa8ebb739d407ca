import { useSignal } from '@preact/signals';
import type { Campaign } from '../../core/campaign.ts';
import { MOST_COMPARED } from '../../report/compare.ts';
import type { FilterTexts } from '../../report/filter/time-filter.ts';
import { shownState } from '../campaigns.ts';
import { ImportedTag, SimulatedTag } from '../components/parts.tsx';
import { formatDuration, plural } from '../format.ts';
import { bothTimes } from '../format-time.ts';
import { compareHref, goTo } from '../router.ts';
import { placeOf } from './campaign-head.tsx';
import { MergeChosen } from './merge-chosen.tsx';

interface Props {
  stored: readonly Campaign[];
  chosen: readonly Campaign[];
  filter: FilterTexts | undefined;
}

/** Ticks the campaigns to lay side by side. */
export function CompareChooser({ stored, chosen, filter }: Props) {
  const ids = useSignal<readonly string[]>(chosen.map(({ id }) => id));
  const able = stored.filter((campaign) => shownState(campaign) !== 'Not started');
  if (able.length < 2) {
    return (
      <p class="rest">
        {able.length === 0
          ? 'No campaign has measured anything yet.'
          : 'Only one campaign has measured so far.'}{' '}
        Two are needed to compare: measure once more, at another place or time, or import a recording.{' '}
        <a href="#/">Go to the campaigns</a>.
      </p>
    );
  }
  const full = ids.value.length >= MOST_COMPARED;
  const toggle = (id: string, on: boolean) => {
    ids.value = on ? [...ids.value, id] : ids.value.filter((other) => other !== id);
  };
  const compare = (event: Event) => {
    event.preventDefault();
    if (ids.value.length >= 2) goTo(compareHref(ids.value, filter));
  };
  return (
    <details class="behind" open={chosen.length < 2}>
      <summary>
        {chosen.length < 2
          ? 'Choose two campaigns or more'
          : `${chosen.length} campaigns chosen; change them`}
      </summary>
      <form class="compare-chooser" onSubmit={compare}>
        <fieldset>
          <legend class="visually-hidden">Campaigns to compare</legend>
          <ul>
            {able.map((campaign) => {
              const on = ids.value.includes(campaign.id);
              return (
                <li key={campaign.id}>
                  <label class="check">
                    <input
                      type="checkbox"
                      checked={on}
                      disabled={!on && full}
                      onChange={(event) => toggle(campaign.id, event.currentTarget.checked)}
                    />
                    <span>
                      {campaign.plan.name} <SimulatedTag what={campaign.simulated} />
                      <ImportedTag from={campaign.imported} />
                      <span class="hint num">{factsOf(campaign)}</span>
                    </span>
                  </label>
                </li>
              );
            })}
          </ul>
        </fieldset>
        <div class="actions">
          <button type="submit" class="primary" disabled={ids.value.length < 2}>
            {ids.value.length < 2 ? 'Compare the chosen' : `Compare ${plural(ids.value.length, 'campaign')}`}
          </button>
          <p class="hint" aria-live="polite">
            {full
              ? `${MOST_COMPARED} are chosen, and more would not fit side by side.`
              : ids.value.length === 0
                ? 'The first one chosen is what the others are compared with.'
                : `${plural(ids.value.length, 'campaign')} chosen.`}
          </p>
        </div>
        {ids.value.length >= 2 && (
          <MergeChosen
            key={ids.value.join()}
            chosen={ids.value.flatMap((id) => able.find((other) => other.id === id) ?? [])}
          />
        )}
      </form>
    </details>
  );
}

function factsOf(campaign: Campaign): string {
  const { plan, startedEpochMs, endedEpochMs, aliveEpochMs } = campaign;
  const end = endedEpochMs ?? aliveEpochMs;
  const lasted =
    startedEpochMs === undefined || end === undefined
      ? ''
      : `, ${formatDuration((end - startedEpochMs) / 1000)}`;
  const when = startedEpochMs === undefined ? '' : `, ${bothTimes(startedEpochMs)}`;
  return `${placeOf(plan)}${when}${lasted}`;
}
