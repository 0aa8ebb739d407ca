import { expose } from 'comlink';
import { RoomReserve } from '../../src/worker/room-reserve.ts';

/** A worker that keeps room, and takes its files away behind its back. */
const held: FileSystemSyncAccessHandle[] = [];
/** Called before a file is held. */
let before = async (_name: string) => {};
const { createSyncAccessHandle } = FileSystemFileHandle.prototype;
FileSystemFileHandle.prototype.createSyncAccessHandle = async function () {
  await before(this.name);
  const access = await createSyncAccessHandle.call(this);
  held.push(access);
  return access;
};

async function removeReserve(name: string): Promise<void> {
  before = async () => {};
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle('reserve');
  await folder.removeEntry(name);
}

async function kept(): Promise<RoomReserve> {
  const reserve = await RoomReserve.open();
  if (!(await reserve.keep())) throw new Error('There was no room to begin with.');
  reserve.lend();
  return reserve;
}

const api = {
  /** The browser closes the file; whether there is room then, and how many files were held. */
  async closed(): Promise<[boolean, boolean, number]> {
    const reserve = await kept();
    held.at(-1)?.close();
    const found = [await reserve.takeBack(), await reserve.hasAhead()] as const;
    reserve.release();
    return [...found, held.length];
  },
  /** Another worker removes the file in the moment before it is held; how many files were held. */
  async removed(): Promise<number> {
    before = removeReserve;
    const reserve = await kept();
    reserve.release();
    return held.length;
  },
  /** The disk takes a part alone. */
  async short(): Promise<boolean> {
    const reserve = await kept();
    const [access] = held;
    if (access !== undefined) access.write = () => 5;
    const fits = await reserve.takeBack();
    reserve.release();
    return fits;
  },
};
export type ReserveApi = typeof api;
expose(api);
