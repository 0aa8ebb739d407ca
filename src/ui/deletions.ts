import type { Campaign } from '../core/campaign.ts';
import { door, LEAVING } from '../store/door.ts';
import { campaigns, leaving, leavingHere, refreshCampaigns, secretsKey, shownState } from './campaigns.ts';
import { plural } from './format.ts';
import { tellChanged } from './other-tabs.ts';
import { unlessMeasured } from './page-lock.ts';
import { removePrivateFiles } from './private-files.ts';
import { lookAtStorage } from './storage.ts';
import { showToast } from './toasts.ts';
import { attempt, tellTrouble } from './trouble.ts';
import { forgetTyped } from './typed-numbers.ts';

const UNDO_MS = 8000;

/** This page, by a name under which it holds a lock as long as it can undo something. */
const page = `dishprobe-undo-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`;
/** Deletions that can still be undone; calling one makes it real. */
const pending = new Set<() => void>();
let holds = false;

/**
 * Hides campaigns at once and deletes them when the time to undo is over or the page
 * is left. Until then they are marked in the store: should the page be killed, the
 * next start finds the marks and deletes them.
 */
export function deleteLater(list: readonly Campaign[]): void {
  const ids = list.map(({ id }) => id);
  const [first] = list;
  if (first === undefined) return;
  const what = list.length === 1 ? `"${first.plan.name}"` : plural(list.length, 'campaign');
  for (const id of ids) leavingHere.add(id);
  leaving.value = new Set([...leaving.value, ...ids]);
  holdPage();
  attempt(() => mark(ids));
  const finish = () => {
    end();
    attempt(() => deleteForGood(ids), `${what} could not be deleted. `);
  };
  const undo = () => {
    end();
    attempt(async () => {
      for (const id of ids) leavingHere.delete(id);
      await Promise.all(ids.map((id) => door.deleteSetting(LEAVING + id)));
      await refreshCampaigns();
      tellChanged();
    }, `${what} could not be brought back. `);
  };
  const timer = setTimeout(finish, UNDO_MS);
  const said = list.length === 1 ? `${what} is deleted.` : `${what} are deleted.`;
  const removeToast = showToast(said, { label: 'Undo', run: undo }, UNDO_MS);
  const end = () => {
    clearTimeout(timer);
    removeToast();
    pending.delete(finish);
  };
  pending.add(finish);
}

/** Makes deletions real when this page is left, and now those that a page left behind which has gone. */
export async function startDeletions(): Promise<void> {
  addEventListener('pagehide', () => {
    for (const finish of [...pending]) finish();
  });
  const marks = await door.settingsUnder(LEAVING);
  if (marks.size === 0) return await removeLeftFiles(0);
  const owners = new Set([...marks.values()].map(String));
  // A page that is being left holds its lock a moment longer, and may not come to the end of its own deletions.
  await Promise.all(
    [...owners].map(async (owner) =>
      navigator.locks === undefined
        ? await deleteMarked(owner)
        : await navigator.locks.request(owner, async () => await deleteMarked(owner)),
    ),
  );
}

/** Deletes what a page marked that has gone, and is still marked. */
async function deleteMarked(owner: string): Promise<void> {
  const marks = await door.settingsUnder(LEAVING);
  await deleteForGood([...marks].flatMap(([id, other]) => (String(other) === owner ? [id] : [])));
}

async function mark(ids: readonly string[]): Promise<void> {
  await Promise.all(ids.map((id) => door.setSetting(LEAVING + id, page)));
  tellChanged();
}

/** Brings back what somebody went on with meanwhile, in a tab that did not know yet that it is to go. */
async function deleteForGood(ids: readonly string[]): Promise<void> {
  let deleted = 0;
  for (const id of ids) {
    const isDeleted = await unlessMeasured(id, async () => {
      await door.deleteCampaign(id);
      await door.deleteSetting(secretsKey(id));
      await forgetTyped(id);
    });
    if (isDeleted) deleted += 1;
    else await sayItRuns(id);
    await door.deleteSetting(LEAVING + id);
    leavingHere.delete(id);
  }
  await refreshCampaigns();
  tellChanged();
  await removeLeftFiles(deleted);
  await lookAtStorage();
}

async function sayItRuns(id: string): Promise<void> {
  const name = (await door.getCampaign(id))?.plan.name ?? id;
  const why = navigator.locks === undefined ? 'another window may be measuring it' : 'it is running';
  tellTrouble(new Error(`"${name}" was not deleted, because ${why}. Stop it first, then delete it.`));
}

/**
 * With the last campaign go the files that were made of it, also where the page that deleted it was left. One
 * that runs cannot be deleted, and does not count after a deletion; where nothing was deleted here, it does,
 * since what was exported of it may still be on its way to the downloads.
 */
async function removeLeftFiles(deleted: number): Promise<void> {
  if (campaigns.value === undefined) await refreshCampaigns();
  const left = campaigns.value?.filter((campaign) => deleted === 0 || shownState(campaign) !== 'Running');
  if (left?.length === 0) await removePrivateFiles();
}

function holdPage(): void {
  if (holds) return;
  holds = true;
  void navigator.locks?.request(page, () => new Promise(() => {})).catch(() => {});
}
