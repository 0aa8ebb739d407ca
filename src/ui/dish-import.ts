import { readDishHistory } from '../core/dish/history.ts';
import { door } from '../store/door.ts';

const MOST_BYTES = 20e6;

/** Stores a dish's history with a campaign; a text that is answered says what is wrong with the file. */
export async function importDishHistory(campaignId: string, file: File): Promise<string | undefined> {
  if (file.size > MOST_BYTES)
    return `The file has ${Math.round(file.size / 1e6)} MB; the history of a dish is far smaller. Choose the answer to get_history.`;
  const history = readDishHistory({
    name: file.name,
    text: await file.text(),
    epochMs: Date.now(),
    modifiedEpochMs: file.lastModified,
  });
  if (typeof history === 'string') return history;
  await door.addDishHistory(campaignId, history);
  return undefined;
}
