import { signal } from '@preact/signals';
import { describeProblem, type Plan, type PlanProblem, parsePlan } from '../core/plan.ts';
import { startCampaign } from './campaigns.ts';
import { incomingDish, isDishFile, takeDishFile } from './dish-inbox.ts';
import { readPlanFile } from './files.ts';
import { isRecording, refusedRecordings, takeRecording, takeRecordings } from './recording-inbox.ts';
import { goTo } from './router.ts';

/** A plan from a file, on its way to the form. */
export const incoming = signal<{ plan: Plan; name: string } | undefined>(undefined);
/** What was wrong with the last file. */
export const refusedFile = signal<{ name: string; problems: PlanProblem[] } | undefined>(undefined);

/** Takes dropped or chosen files: one as `takeFile` does; of several, all that can be stored without a question. */
export async function takeFiles(files: readonly File[]): Promise<void> {
  const [first] = files;
  if (first === undefined) return;
  if (files.length === 1) return await takeFile(first);
  refusedFile.value = undefined;
  incomingDish.value = undefined;
  await takeRecordings(files, async (file) => {
    if (await isDishFile(file))
      return 'It is what a Starlink dish recorded, which goes to a campaign of your choice. Choose it alone.';
    if (!(await isRecording(file)))
      return 'It looks like a plan, which is reviewed before it is stored. Choose it alone.';
    return undefined;
  });
}

/**
 * Takes a file and tells by its content what it is: a good plan opens for review, a bad
 * one lists its problems; a recording is stored; what a dish recorded asks for its campaign.
 */
async function takeFile(file: File): Promise<void> {
  refusedFile.value = undefined;
  incomingDish.value = undefined;
  if (await isDishFile(file)) takeDishFile(file);
  else if (await isRecording(file)) await takeRecording(file);
  else await takePlanFile(file);
}

async function takePlanFile(file: File): Promise<void> {
  refusedRecordings.value = [];
  const read = await readPlanFile(file);
  refusedFile.value = read.ok ? undefined : read;
  if (!read.ok) {
    goTo('#/');
    return;
  }
  incoming.value = { plan: read.plan, name: read.name };
  goTo('#/new');
}

const NO_DEMO =
  'There is no demo at this address: it needs the reference endpoint, which "npm start" runs beside the app. ' +
  'To measure from here, run "npm run target" on the far end of the link and point a new campaign at it.';

/** Fetches the demo plan that `npm start` serves beside the app, and runs it. */
export async function tryDemo(): Promise<void> {
  const response = await fetch('./demo.dishprobe.json').catch(() => undefined);
  const text = response?.ok ? await response.text() : undefined;
  // A static host may answer every address with the app's own page.
  if (text === undefined || /^\s*</.test(text)) throw new Error(NO_DEMO);
  const result = parsePlan(text);
  if (!result.ok)
    throw new Error(`The demo plan is not valid: ${result.problems.map(describeProblem).join(' ')}`);
  await startCampaign(result.plan, {});
}
