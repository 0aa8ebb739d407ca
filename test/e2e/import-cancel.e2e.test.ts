import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeLargeBundle } from '../bench/large-bundle.ts';
import { BROWSER_KINDS } from '../support/browsers.ts';
import { giveFile, openApp, press, shows } from './app.ts';
import { keysIn } from './stored.ts';

/** Takes seconds to import. */
const ROWS = 1_000_000;

const folder = mkdtempSync(join(tmpdir(), 'dishprobe-import-cancel-'));
const file = join(folder, 'large.dishprobe');
beforeAll(() => writeLargeBundle(file, ROWS));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each(BROWSER_KINDS)(
  'an import that is cancelled stores nothing, and can be begun again, in %s',
  async (kind) => {
    const bench = await openApp(kind);
    const { page } = bench;
    try {
      await giveFile(page, 'Import', file);
      await press(page, 'Cancel the import');
      await shows(page, 'You cancelled it.');
      for (const store of ['campaigns', 'chunks', 'seals', 'events'])
        expect(await keysIn(page, store), store).toEqual([]);
      await giveFile(page, 'Import', file);
      await shows(page, 'How it was measured');
      expect(bench.faults).toEqual([]);
    } finally {
      await bench.close();
    }
  },
);
