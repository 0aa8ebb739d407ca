import { signal } from '@preact/signals';
import { storeFile } from './analysis-client.ts';
import { refreshCampaigns } from './campaigns.ts';
import { goTo, reportHref } from './router.ts';
import { askToKeepStorage } from './storage.ts';

/** A file that is being read: its name, and a share from 0 to 1. */
export const readingRecording = signal<{ name: string; share: number } | undefined>(undefined);
/** What was wrong with the last file; `stored`: the campaign that it is already. */
export const refusedRecording = signal<
  { name: string; problem: string; stored?: { id: string; name: string } | undefined } | undefined
>(undefined);

/**
 * A recording, a samples CSV and a bundle are anything but JSON. What is named JSON and is none is a plan with a mistake in it, unless its
 * first line has the columns of a recording.
 */
export async function isRecording(file: File): Promise<boolean> {
  const head = (await file.slice(0, 4096).text()).replace(/^\ufeff/, '').trimStart();
  if (/^[{[]/.test(head)) return false;
  return !/\.json$/i.test(file.name) || /^[^\n]*rtt[^\n]*[,;\t]|^[^\n]*[,;\t][^\n]*rtt/i.test(head);
}

/** Stores a file as a campaign and opens its report; one that cannot be read says why. */
export async function takeRecording(file: File): Promise<void> {
  const { name } = file;
  if (readingRecording.value !== undefined)
    throw new Error(`${readingRecording.value.name} is still being read. Wait until it is done.`);
  refusedRecording.value = undefined;
  readingRecording.value = { name, share: 0 };
  goTo('#/');
  askToKeepStorage();
  try {
    const result = await storeFile(file, (share) => {
      if (readingRecording.value !== undefined) readingRecording.value = { name, share };
    });
    if (!result.ok) {
      refusedRecording.value = { name, problem: result.problem, stored: result.stored };
      return;
    }
    await refreshCampaigns();
    goTo(reportHref(result.id));
  } finally {
    readingRecording.value = undefined;
  }
}
