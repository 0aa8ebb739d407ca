/** Runs in the page: the keys of what lies in a part of the app's database. */
export function keysIn(part: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('dishprobe');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const keys = opening.result.transaction(part).objectStore(part).getAllKeys();
      keys.onerror = () => reject(keys.error);
      keys.onsuccess = () => {
        opening.result.close();
        resolve(keys.result.map(String));
      };
    };
  });
}
