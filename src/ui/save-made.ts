import { saveFile } from './files.ts';
import { type Place, placeFor } from './save-picker.ts';

/** A file that lies where it was saved. */
export interface Saved {
  name: string;
  bytes: number;
}

/** Saves what the page itself makes; nothing where the user closed the dialogue. What fails or is cancelled leaves no file. */
export async function saveMade(
  name: string,
  type: string,
  make: () => Promise<Blob>,
): Promise<Saved | undefined> {
  const place = await placeFor(name, type);
  return place && (await putMade(place, name, make));
}

/** The same with a place that was asked for before. */
export async function putMade({ handle }: Place, name: string, make: () => Promise<Blob>): Promise<Saved> {
  if (handle === undefined) {
    const blob = await make();
    saveFile(blob, name);
    return { name, bytes: blob.size };
  }
  // The dialogue has made an empty file, unless there was one.
  const isNew = (await handle.getFile()).size === 0;
  try {
    const blob = await make();
    // Kept apart by the browser until it is closed, so that a file of before is replaced as a whole.
    const stream = await handle.createWritable();
    try {
      await stream.write(blob);
    } catch (error) {
      await stream.abort().catch(() => {});
      throw error;
    }
    await stream.close();
    return { name: handle.name, bytes: blob.size };
  } catch (error) {
    if (isNew && 'remove' in handle && typeof handle.remove === 'function') await handle.remove();
    throw error;
  }
}
