import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'puppeteer-core';

const ROWS = 50_000;
const TURNS = 6;

/**
 * Rows a second of papaparse in the same browser, each the best of five after a turn to warm up.
 * `text`: nothing but its own work, of cells that are text already. `file`: what an export is made
 * of with it: numbers from memory are made text, put together, encoded, and written to a file.
 */
export async function peerRates(page: Page): Promise<{ text: number; file: number }> {
  const script = createRequire(import.meta.url).resolve('papaparse/papaparse.min.js');
  await page.addScriptTag({ content: readFileSync(script, 'utf8') });
  return await page.evaluate(measure, ROWS, TURNS);
}

/** Runs in the page. */
async function measure(count: number, turns: number): Promise<{ text: number; file: number }> {
  const { Papa } = window as unknown as { Papa: { unparse(rows: string[][]): string } };
  const lead = ['Large', 'Kiruna', 'ping', 'http'];
  const tail = [
    'false',
    'false',
    'resource-timing',
    'h2',
    '320',
    '380',
    ...Array.from({ length: 26 }, () => ''),
  ];
  const numbers = Array.from({ length: count }, () =>
    Array.from({ length: 8 }, () => 30 + 20 * Math.random()),
  );
  const cellsOf = (ms: readonly number[], i: number) => {
    const due = 1_780_000_000_000 + i * 200;
    const texts = ms.map((value) => value.toFixed(3));
    const when = [
      String(i),
      new Date(due).toISOString(),
      due.toFixed(3),
      ...texts.slice(0, 1),
      'ok',
      '',
      '200',
    ];
    return [...lead, ...when, ...texts.slice(1, 5), '', '', '', ...texts.slice(5), ...tail];
  };
  const bestOf = async (work: () => unknown) => {
    let best = 0;
    for (let turn = 0; turn < turns; turn += 1) {
      const from = performance.now();
      await work();
      if (turn > 0) best = Math.max(best, count / ((performance.now() - from) / 1000));
    }
    return best;
  };
  const rows = numbers.map(cellsOf);
  const text = await bestOf(() => Papa.unparse(rows));
  const folder = await navigator.storage.getDirectory();
  const handle = await folder.getFileHandle('peer.csv', { create: true });
  const file = await bestOf(async () => {
    const bytes = new TextEncoder().encode(Papa.unparse(numbers.map(cellsOf)));
    const writing = await handle.createWritable();
    await writing.write(bytes);
    await writing.close();
  });
  await folder.removeEntry('peer.csv');
  return { text, file };
}
