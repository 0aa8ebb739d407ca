import type { StoreBench } from './store-bench.ts';

/**
 * Another connection that writes, and goes on writing until the answer is called: whoever else wants to write
 * gets no answer till then.
 */
export async function holdStore({ connection }: Pick<StoreBench, 'connection'>): Promise<() => void> {
  const { name } = await connection.use(async (store) => store);
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open(name);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const hot = db.transaction(['campaigns', 'hot'], 'readwrite').objectStore('hot');
  let held = true;
  const spin = () => {
    if (held) hot.count().onsuccess = spin;
    else db.close();
  };
  await new Promise<void>((resolve) => {
    hot.count().onsuccess = () => {
      spin();
      resolve();
    };
  });
  return () => {
    held = false;
  };
}
