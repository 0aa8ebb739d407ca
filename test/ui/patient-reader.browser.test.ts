import { proxy } from 'comlink';
import { afterEach, expect, it, vi } from 'vitest';
import { PatientReader } from '../../src/ui/patient-reader.ts';
import { type Link, linkTo } from '../../src/ui/worker-link.ts';
import type { StallingApi } from './stalling-worker.ts';

const QUICK = { lookMs: 10, idleMs: 100, writingMs: 60_000, busyMs: 1000 };

let links: Link<StallingApi>[] = [];
afterEach(() => {
  for (const link of links) link.end();
  links = [];
});

/** Workers that do, one after the other, what their names say. */
function readerOf(names: string[], patience = QUICK): PatientReader<StallingApi> {
  const source = {
    start(drop: () => void) {
      const name = names[links.length] ?? 'none';
      const worker = new Worker(new URL('./stalling-worker.ts', import.meta.url), { type: 'module', name });
      const link = linkTo<StallingApi>(worker, 'test worker', drop);
      links.push(link);
      return link;
    },
    ping: (api: Link<StallingApi>['api']) => api.alive(),
  };
  return new PatientReader<StallingApi>(source, patience);
}

const read = (reader: PatientReader<StallingApi>, shares: number[] = []) =>
  reader.read((api, heard) => api.read(proxy(heard((share) => void shares.push(share)))));

it.each(['waits', 'computes'])('asks another worker where one %s for ever', async (stalled) => {
  const shares: number[] = [];
  expect(await read(readerOf([stalled, 'answers']), shares)).toBe('answers');
  expect(links.length).toBe(2);
  expect(shares.at(-1)).toBe(0.5);
});

it('says so in a sentence where the second gets nowhere either, and tries again when asked again', async () => {
  const reader = readerOf(['waits', 'waits', 'answers']);
  await expect(read(reader)).rejects.toThrow('Nothing is lost. Reload this page');
  expect(await read(reader)).toBe('answers');
});

it('asks no other worker for what was cancelled meanwhile', async () => {
  const reader = readerOf(['waits', 'answers']);
  const reading = reader.read((api) => api.read(proxy(() => {})), AbortSignal.abort());
  await expect(reading).rejects.toThrow('abort');
  expect(links.length).toBe(1);
});

it('asks for what writes once, and says so where it gets nowhere', async () => {
  const reader = readerOf(['waits', 'answers'], { ...QUICK, writingMs: 200 });
  await expect(reader.write((api) => api.wait())).rejects.toThrow('Nothing half done is kept');
  expect(links.length).toBe(1);
});

it('gives a worker that writes far more time', async () => {
  const reader = readerOf(['waits', 'answers']);
  const written = reader.write((api) => api.wait());
  const reading = read(reader);
  const [first] = links;
  // Many times as often as it takes to give a worker up.
  await vi.waitUntil(async () => ((await first?.api.pings()) ?? 0) > 50, { timeout: 30_000 });
  expect(links.length).toBe(1);
  await first?.api.release();
  expect(await written).toBe('written');
  expect(await reading).toBe('answers');
});
