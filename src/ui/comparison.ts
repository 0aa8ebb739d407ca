import { signal } from '@preact/signals';
import type { Campaign } from '../core/campaign.ts';
import type { Compared } from '../report/compare-types.ts';
import { type FilterTexts, readFilter } from '../report/filter/time-filter.ts';
import { filterZone } from '../report/site-zone.ts';
import { loadCompared } from './analysis-client.ts';
import { localZone } from './format-time.ts';
import { sentenceOf } from './trouble.ts';

/** How far the reports of a comparison are. */
export interface Reading {
  /** In the order in which they were chosen; what could not be read has a failure. */
  done: { id: string; compared?: Compared | undefined; failure?: string | undefined }[];
  /** The one that is being made. */
  now?: { id: string; name: string; share: number } | undefined;
  cancelled: boolean;
}

/** Reports that were made before, by campaign, filter, how far the campaign was then, and what it was judged by. */
const known = new Map<string, Compared>();
const MOST_KNOWN = 36;

/**
 * Makes the reports of some campaigns, one after the other. `state` tells how far it
 * is; `cancel` keeps what is done and asks for no more. Each is filtered by the clock of its own site.
 */
export function readCompared(campaigns: readonly Campaign[], texts: FilterTexts | undefined) {
  const state = signal<Reading>({ done: [], cancelled: false });
  let over = false;
  const read = async () => {
    for (const campaign of campaigns) {
      const { id, plan, judged } = campaign;
      const filter = texts && readFilter(texts, filterZone(campaign, localZone()).name);
      const key = JSON.stringify([
        id,
        filter,
        campaign.state,
        campaign.aliveEpochMs,
        plan.name,
        judged?.chosenEpochMs,
      ]);
      const add = (found: Omit<Reading['done'][number], 'id'>) => {
        state.value = { ...state.value, done: [...state.value.done, { id, ...found }], now: undefined };
      };
      const before = known.get(key);
      if (before !== undefined) {
        add({ compared: before });
        continue;
      }
      state.value = { ...state.value, now: { id, name: plan.name, share: 0 } };
      const onProgress = (share: number) => {
        if (!over) state.value = { ...state.value, now: { id, name: plan.name, share } };
      };
      try {
        const compared = await loadCompared(id, onProgress, filter);
        remember(key, compared);
        if (over) return;
        add({ compared });
      } catch (error) {
        if (over) return;
        add({ failure: sentenceOf(error) });
      }
    }
  };
  void read();
  return {
    state,
    cancel() {
      over = true;
      state.value = { ...state.value, now: undefined, cancelled: true };
    },
  };
}

function remember(key: string, compared: Compared): void {
  const [oldest] = known.keys();
  if (known.size >= MOST_KNOWN && oldest !== undefined) known.delete(oldest);
  known.set(key, compared);
}
