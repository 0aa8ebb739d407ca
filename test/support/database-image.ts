import * as v from 'valibot';

/**
 * A whole IndexedDB database as JSON: what a version of the app left in a real
 * browser, kept so that later versions can be tried on it (`store/fixtures/`).
 */
const storeSchema = v.object({
  name: v.string(),
  keyPath: v.nullable(v.union([v.string(), v.array(v.string())])),
  autoIncrement: v.boolean(),
  indexes: v.array(
    v.object({
      name: v.string(),
      keyPath: v.union([v.string(), v.array(v.string())]),
      unique: v.boolean(),
      multiEntry: v.boolean(),
    }),
  ),
  /** Key and value of each record; numbers that JSON has not, and typed arrays, are objects with a `$`. */
  records: v.array(v.tuple([v.unknown(), v.unknown()])),
});
const imageSchema = v.object({ version: v.number(), stores: v.array(storeSchema) });
export type DatabaseImage = v.InferOutput<typeof imageSchema>;

export const readImage = (value: unknown): DatabaseImage => v.parse(imageSchema, value);

/** Runs in the page, by itself: reads the database `name` as it is. */
export async function dumpDatabase(name: string): Promise<DatabaseImage> {
  const done = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const pack = (value: unknown): unknown => {
    if (value === undefined) return { $: 'undefined' };
    if (typeof value === 'number' && !Number.isFinite(value)) return { $: 'number', is: String(value) };
    if (ArrayBuffer.isView(value)) {
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      let text = '';
      for (const byte of bytes) text += String.fromCharCode(byte);
      return { $: value.constructor.name, is: btoa(text) };
    }
    if (Array.isArray(value)) return value.map(pack);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, pack(item)]));
  };
  const db = await done(indexedDB.open(name));
  const stores: DatabaseImage['stores'] = [];
  for (const storeName of db.objectStoreNames) {
    const store = db.transaction(storeName).objectStore(storeName);
    const indexes = [...store.indexNames].map((indexName) => {
      const { name: own, keyPath, unique, multiEntry } = store.index(indexName);
      return { name: own, keyPath, unique, multiEntry };
    });
    const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
    const records = keys.map((key, i): [unknown, unknown] => [key, pack(values[i])]);
    stores.push({
      name: store.name,
      keyPath: store.keyPath,
      autoIncrement: store.autoIncrement,
      indexes,
      records,
    });
  }
  db.close();
  return { version: db.version, stores };
}

/** Runs in the page, by itself: makes the database `name` as the image has it. It must not exist. */
export async function loadDatabase(name: string, { version, stores }: DatabaseImage): Promise<void> {
  const arrays = { Float64Array, Float32Array, Uint32Array, Uint8Array };
  const isPacked = (value: object): value is { $: string; is: string } => '$' in value;
  const unpack = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(unpack);
    if (typeof value !== 'object' || value === null) return value;
    if (!isPacked(value))
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unpack(item)]));
    if (value.$ === 'undefined') return undefined;
    if (value.$ === 'number') return Number(value.is);
    const Kind = Object.entries(arrays).find(([kind]) => kind === value.$)?.[1];
    if (Kind === undefined) throw new Error(`The image holds a ${value.$}.`);
    return new Kind(Uint8Array.from(atob(value.is), (char) => char.charCodeAt(0)).buffer);
  };
  await new Promise<void>((resolve, reject) => {
    const open = indexedDB.open(name, version);
    open.onerror = () => reject(open.error);
    open.onupgradeneeded = () => {
      for (const { name: storeName, keyPath, autoIncrement, indexes, records } of stores) {
        const store = open.result.createObjectStore(storeName, { keyPath, autoIncrement });
        for (const { name: own, keyPath: path, ...options } of indexes) store.createIndex(own, path, options);
        for (const [key, value] of records) {
          if (keyPath === null) store.put(unpack(value), key as IDBValidKey);
          else store.put(unpack(value));
        }
      }
    };
    open.onsuccess = () => {
      open.result.close();
      resolve();
    };
  });
}
