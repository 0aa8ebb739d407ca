import { door } from '../store/door.ts';
import { renewStore } from './analysis-client.ts';
import { campaigns, refreshCampaigns, shownState } from './campaigns.ts';

const SETTING = 'healed-after';

/** A campaign or an import that was interrupted tells that the browser, or the machine, ended in the middle of a write: once for each such end. */
export async function healAfterCrash(): Promise<void> {
  await refreshCampaigns();
  const broken = (campaigns.value ?? []).filter((campaign) => shownState(campaign) === 'Interrupted');
  const imports = [...(await door.settingsUnder('import:')).keys()];
  const ends = [...broken.map(({ id, aliveEpochMs }) => `${id} ${aliveEpochMs}`), ...imports].join(', ');
  if (ends === '' || (await door.getSetting(SETTING)) === ends) return;
  await renewStore();
  await door.setSetting(SETTING, ends);
}
