import { expose } from 'comlink';

/** What a worker of this file does when it is asked, which its name says: `waits` for ever, `computes` for ever, or `answers`. */
export interface StallingApi {
  alive(): Promise<void>;
  pings(): Promise<number>;
  read(onProgress: (share: number) => void): Promise<string>;
  wait(): Promise<string>;
  release(): Promise<void>;
}

let pings = 0;
let release = () => {};
const waiting = new Promise<string>((resolve) => {
  release = () => resolve('written');
});

const api: StallingApi = {
  async alive() {
    pings += 1;
  },
  async pings() {
    return pings;
  },
  async read(onProgress) {
    onProgress(0.5);
    if (self.name === 'computes') for (;;);
    if (self.name === 'waits') await new Promise(() => {});
    return self.name;
  },
  wait: () => waiting,
  async release() {
    release();
  },
};
expose(api);
