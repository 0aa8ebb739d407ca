import { signal } from '@preact/signals';
import { goTo, reportHref, route } from './router.ts';

/** What a dish recorded, dropped or chosen where it belongs to no campaign yet. */
export const incomingDish = signal<
  { file: File; campaignId?: string | undefined; problem?: string | undefined } | undefined
>(undefined);

/** So much of a file is looked at to tell what it is. */
const HEAD_BYTES = 65_536;

/** Whether a file is what a Starlink dish answered, by its content; its name says nothing. */
export async function isDishFile(file: File): Promise<boolean> {
  const head = await file.slice(0, HEAD_BYTES).text();
  return (
    /"(dish_?get_?(history|status)|pop_?ping_?drop_?rate)"\s*:/i.test(head) && !/"dishprobePlan"/.test(head)
  );
}

/** Asks on the first page for the campaign that it belongs to; the one that was open is proposed. */
export function takeDishFile(file: File): void {
  const { value } = route;
  const campaignId = value.view === 'live' || value.view === 'report' ? value.id : undefined;
  incomingDish.value = { file, campaignId };
  goTo('#/');
}

/** Lays the file beside a campaign and opens its report; a file that cannot be read says why. */
export async function addDishFile(file: File, campaignId: string): Promise<void> {
  const { importDishHistory } = await import('./dish-import.ts');
  const problem = await importDishHistory(campaignId, file);
  incomingDish.value = problem === undefined ? undefined : { file, campaignId, problem };
  if (problem === undefined) goTo(reportHref(campaignId));
}
