import { expect, it } from 'vitest';

/** The result of a request, or its error. */
function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function openDatabase(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore('records');
  return settled(request);
}

it('runs in a real browser, whose database gives back a record after it was opened again', async () => {
  const name = 'house-browser-test';
  const first = await openDatabase(name);
  const write = first.transaction('records', 'readwrite', { durability: 'strict' });
  write.objectStore('records').put(new Float64Array([1.5, Number.NaN]), 'column');
  await new Promise((resolve, reject) => {
    write.oncomplete = resolve;
    write.onerror = reject;
  });
  first.close();

  const second = await openDatabase(name);
  const read = await settled<unknown>(second.transaction('records').objectStore('records').get('column'));
  second.close();
  await settled(indexedDB.deleteDatabase(name));
  expect(read).toEqual(new Float64Array([1.5, Number.NaN]));
});

it('offers workers, from which the app probes', async () => {
  const script = URL.createObjectURL(
    new Blob(['postMessage(typeof indexedDB)'], { type: 'text/javascript' }),
  );
  const worker = new Worker(script);
  const answer = await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = reject;
  });
  worker.terminate();
  URL.revokeObjectURL(script);
  expect(answer).toBe('object');
});
