import { afterEach, beforeEach, expect, it } from 'vitest';
import { ask, type Link, linkTo } from '../../src/ui/worker-link.ts';
import type { ReserveApi } from './reserve-worker.ts';

let link: Link<ReserveApi>;
beforeEach(() => {
  const worker = new Worker(new URL('./reserve-worker.ts', import.meta.url), { type: 'module' });
  link = linkTo<ReserveApi>(worker, 'test worker', () => {});
});
afterEach(() => link.end());

it('takes a file that was closed behind its back for no full disk, and keeps room in another one', async () => {
  expect(await ask(link, (api) => api.closed())).toEqual([true, true, 2]);
});

it('keeps room although another worker removed the file before it was held', async () => {
  expect(await ask(link, (api) => api.removed())).toBe(1);
});

it('takes a short write for a full disk', async () => {
  expect(await ask(link, (api) => api.short())).toBe(false);
});
