import { signal } from '@preact/signals';
import type { Campaign } from '../core/campaign.ts';
import { LONGEST_NOTE, LONGEST_TAG, MOST_TAGS } from '../core/label-limits.ts';
import { door, type Labels } from '../store/door.ts';
import { refreshCampaigns } from './campaigns.ts';
import { tellChanged } from './other-tabs.ts';

/** Tags that the first page shows campaigns of; all campaigns where there are none. */
export const wantedTags = signal<ReadonlySet<string>>(new Set());

/** All tags, in the order of the alphabet. */
export function tagsOf(list: readonly Campaign[]): string[] {
  return [...new Set(list.flatMap(({ tags = [] }) => tags))].sort((a, b) => a.localeCompare(b));
}

/** The campaigns that carry every wanted tag. A tag that none carries any more is not wanted. */
export function withWantedTags(list: readonly Campaign[]): readonly Campaign[] {
  const known = new Set(tagsOf(list));
  const wanted = [...wantedTags.value].filter((tag) => known.has(tag));
  return list.filter(({ tags = [] }) => wanted.every((tag) => tags.includes(tag)));
}

export function toggleTag(tag: string): void {
  const next = new Set(wantedTags.value);
  if (!next.delete(tag)) next.add(tag);
  wantedTags.value = next;
}

/** Reads tags as they are typed, with commas between; empty ones and repeats are left out. */
export function readTags(text: string): string[] {
  return [...new Set(text.split(',').map((tag) => tag.trim().replace(/\s+/g, ' ')))].filter(
    (tag) => tag !== '',
  );
}

/** What is wrong with labels, as a sentence; nothing where they can be kept. */
export function labelProblem({ name, note, tags }: Labels): string | undefined {
  if (name.trim() === '') return 'The campaign needs a name.';
  if (name.length > 120) return `The name has ${name.length} characters; at most 120 are kept.`;
  if (note.length > LONGEST_NOTE)
    return `The note has ${note.length} characters; at most ${LONGEST_NOTE} are kept.`;
  if (tags.length > MOST_TAGS) return `These are ${tags.length} tags; at most ${MOST_TAGS} are kept.`;
  const long = tags.find((tag) => tag.length > LONGEST_TAG);
  return long === undefined
    ? undefined
    : `The tag "${long.slice(0, 20)}…" is longer than ${LONGEST_TAG} characters.`;
}

export async function keepLabels(id: string, labels: Labels): Promise<void> {
  await door.relabelCampaign(id, { ...labels, name: labels.name.trim(), note: labels.note.trim() });
  await refreshCampaigns();
  tellChanged();
}
