import { expect, it } from 'vitest';
import { ask, linkTo } from '../../src/ui/worker-link.ts';
import type { FaultyApi } from './faulty-worker.ts';

it('lets a worker live on whose tasks throw, and takes down each fault', async () => {
  const worker = new Worker(new URL('./faulty-worker.ts', import.meta.url), { type: 'module' });
  let dropped = false;
  const link = linkTo<FaultyApi>(worker, 'test worker', () => {
    dropped = true;
  });
  try {
    const faults = await ask(link, (api) => api.fail());
    expect(faults.sort()).toEqual([
      'Error: rejected',
      'Error: thrown by a task of the clock',
      'Error: thrown by a timer',
    ]);
    expect(dropped).toBe(false);
  } finally {
    link.end();
  }
});
