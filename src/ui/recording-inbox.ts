import { signal } from '@preact/signals';
import type { ImportResult } from '../worker/protocol.ts';
import { cancelImport, storeFile } from './analysis-client.ts';
import { refreshCampaigns, sumUp } from './campaigns.ts';
import { goTo, reportHref } from './router.ts';
import { askToKeepStorage } from './storage.ts';
import { attempt, sentenceOf } from './trouble.ts';

/** A file that is being read: its name, a share from 0 to 1, and of several which one of how many it is. */
export const readingRecording = signal<
  { name: string; share: number; place?: { nth: number; of: number } | undefined } | undefined
>(undefined);

/** A file that was not imported. */
export interface RefusedRecording {
  name: string;
  problem: string;
  /** What the file holds cannot be read; otherwise something else kept it out. */
  isUnreadable: boolean;
  /** The campaign that it is already. */
  stored?: { id: string; name: string } | undefined;
}

/** The user does not want what is being read, nor what was to follow it. */
export const cancellingImport = signal(false);

/** Ends what is being read; nothing of that file is stored, and none of those behind it is begun. */
export async function cancelReading(): Promise<void> {
  if (readingRecording.value === undefined) return;
  cancellingImport.value = true;
  await cancelImport();
}

/** What was wrong with the last file, or with some of the last files. */
export const refusedRecordings = signal<readonly RefusedRecording[]>([]);

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
  await whileReading(async () => {
    const [id] = await store(file);
    if (id === undefined) return;
    await refreshCampaigns();
    goTo(reportHref(id));
  });
}

/**
 * Stores files as campaigns, one after the other, shows the list of campaigns, and fills in what it says of each. One that cannot be taken
 * says why, and the others are taken all the same. `whyAlone` says of a file why it is not to be taken among others.
 */
export async function takeRecordings(
  files: readonly File[],
  whyAlone: (file: File) => Promise<string | undefined>,
): Promise<void> {
  const taken: string[] = [];
  await whileReading(async () => {
    for (const [before, file] of files.entries()) {
      if (cancellingImport.value) break;
      try {
        const problem = await whyAlone(file);
        if (problem !== undefined) refuse({ name: file.name, problem, isUnreadable: false });
        else taken.push(...(await store(file, { nth: before + 1, of: files.length })));
      } catch (error) {
        refuse({ name: file.name, problem: sentenceOf(error), isUnreadable: false });
      }
    }
    await refreshCampaigns();
    goTo('#/');
  });
  // Nobody opens all their reports, and no file says what its own comes to.
  attempt(async () => {
    for (const id of taken) await sumUp(id);
  });
}

/** @throws Error with a sentence where files are being read already. */
async function whileReading(read: () => Promise<void>): Promise<void> {
  if (isReading)
    throw new Error(
      `${readingRecording.value?.name ?? 'A file'} is still being read. Wait until it is done.`,
    );
  isReading = true;
  refusedRecordings.value = [];
  goTo('#/');
  askToKeepStorage();
  try {
    await read();
  } finally {
    isReading = false;
    readingRecording.value = undefined;
    cancellingImport.value = false;
  }
}

let isReading = false;

/** Answers the campaign's id; none where the file was refused. */
async function store(file: File, place?: { nth: number; of: number }): Promise<string[]> {
  const { name } = file;
  readingRecording.value = { name, share: 0, place };
  const result = await storeFile(file, (share) => {
    if (readingRecording.value !== undefined) readingRecording.value = { name, share, place };
  }).catch((error: unknown): ImportResult => {
    if (!cancellingImport.value) throw error;
    return { ok: false, isReadable: true, problem: 'You cancelled it.' };
  });
  if (result.ok) return [result.id];
  const { problem, stored, isReadable = stored !== undefined } = result;
  refuse({ name, problem, stored, isUnreadable: !isReadable });
  return [];
}

function refuse(refused: RefusedRecording): void {
  refusedRecordings.value = [...refusedRecordings.value, refused];
}
