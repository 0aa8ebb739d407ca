import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { build } from 'vite';
import type { BenchRow } from '../../src/commands/bench-row.ts';
import type { ProbeKind } from '../../src/core/plan.ts';
import { type BrowserKind, launch } from '../support/browsers.ts';
import { browsersFromEnv, namesFromEnv, wholeFromEnv } from './settings.ts';

/** As a running campaign seals them; what is imported lies in larger ones. */
const CHUNK = 2048;
const IMPORTED_CHUNK = 65_536;
const WRITE_GOAL = 1e6;
const READ_GOAL = 5e6;
const HTTP_GOAL_BYTES = 24;
const RECORDS = 50_000;
/** Of an answer's samples, which are larger and rarer. */
const CHAT_SHARE = 1 / 32;

type Emit = (row: BenchRow) => void;

/** What a sample takes on disk, and how fast chunks of them are written and read, beside a record for each. */
export async function bench(emit: Emit): Promise<void> {
  const samples = wholeFromEnv('BENCH_SAMPLES', 1_000_000, 10_000);
  const kinds = namesFromEnv('BENCH_PARTS', ['http', 'websocket', 'chat'] as const);
  const script = await pageScript();
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>Store</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
  try {
    for (const browser of browsersFromEnv()) {
      const run = (row: BenchRow) => emit({ ...row, metric: `${browser}: ${row.metric}` });
      const work = <T>(task: (page: Page, folder: string) => Promise<T>) =>
        onPage(browser, url, script, task);
      const peer = await work((page) => records(page));
      for (const kind of kinds) {
        const count = kind === 'chat' ? Math.round(samples * CHAT_SHARE) : samples;
        const chunks = kind === 'http' ? [CHUNK, IMPORTED_CHUNK] : [CHUNK];
        for (const chunk of chunks) await chunked(work, kind, count, chunk, peer, run);
      }
    }
  } finally {
    server.close();
  }
}

interface Peer {
  writeRate: number;
  readRate: number;
  bytes: number;
}

const PEER = 'one record a sample';

/** `most`: so many samples, in whole chunks. */
async function chunked(
  work: <T>(task: (page: Page) => Promise<T>) => Promise<{ result: T; bytes: number }>,
  kind: ProbeKind,
  most: number,
  chunk: number,
  peer: { result: Omit<Peer, 'bytes'>; bytes: number },
  emit: Emit,
): Promise<void> {
  const samples = Math.ceil(most / chunk) * chunk;
  process.stderr.write(`${samples} ${kind} samples in chunks of ${chunk}\n`);
  const { result, bytes } = await work((page) =>
    page.evaluate(
      async (kind, samples, chunk) => {
        const before = await window.storeWork.estimate();
        const { ms, packedBytes } = await window.storeWork.write(kind, samples, chunk);
        const estimate = (await window.storeWork.estimate()) - before;
        const first = await window.storeWork.read();
        const second = await window.storeWork.read();
        return { ms, packedBytes, estimate, read: second.ms < first.ms ? second : first };
      },
      kind,
      samples,
      chunk,
    ),
  );
  const { ms, packedBytes, estimate, read } = result;
  if (read.samples !== samples) throw new Error(`${read.samples} of ${samples} samples were read.`);
  const of = `${kind} samples in chunks of ${chunk}`;
  const each = (value: number) => value / samples;
  const perS = (took: number) => samples / (took / 1000);
  const isHttp = kind === 'http';
  const goal = isHttp ? { peer: 'goal', peerValue: HTTP_GOAL_BYTES } : {};
  emit({ metric: `bytes on disk of ${of}`, value: each(bytes), unit: 'bytes', ...goal });
  emit({ metric: `bytes by the browser's estimate of ${of}`, value: each(estimate), unit: 'bytes', ...goal });
  emit({ metric: `packed bytes of ${of}`, value: each(packedBytes), unit: 'bytes' });
  if (isHttp)
    emit({
      metric: `bytes on disk of ${of}`,
      value: each(bytes),
      unit: 'bytes',
      peer: PEER,
      peerValue: peer.bytes / RECORDS,
    });
  for (const [what, value, wanted, other] of [
    ['written', perS(ms), WRITE_GOAL, peer.result.writeRate],
    ['read', perS(read.ms), READ_GOAL, peer.result.readRate],
    ['read and unpacked', perS(read.allColumnsMs), READ_GOAL, peer.result.readRate],
  ] as const) {
    emit({ metric: `${of} ${what}`, value, unit: 'samples/s', peer: PEER, peerValue: other });
    if (isHttp) emit({ metric: `${of} ${what}`, value, unit: 'samples/s', peer: 'goal', peerValue: wanted });
  }
}

async function records(page: Page): Promise<Omit<Peer, 'bytes'>> {
  return await page.evaluate(async (samples) => {
    const writeMs = await window.storeWork.writeRecords(samples);
    const first = await window.storeWork.readRecords();
    const second = await window.storeWork.readRecords();
    const readMs = Math.min(first.ms, second.ms);
    return { writeRate: samples / (writeMs / 1000), readRate: samples / (readMs / 1000) };
  }, RECORDS);
}

/** Runs a task in a new profile; `bytes` is what its databases take once the browser is closed. */
async function onPage<T>(
  kind: BrowserKind,
  url: string,
  script: string,
  task: (page: Page, folder: string) => Promise<T>,
): Promise<{ result: T; bytes: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'dishprobe-bench-'));
  try {
    const browser = await launch(kind, { userDataDir: folder });
    let result: T;
    try {
      const page = await browser.newPage();
      page.setDefaultTimeout(600_000);
      await page.goto(url);
      await page.addScriptTag({ content: script });
      result = await task(page, folder);
    } finally {
      await browser.close();
    }
    return { result, bytes: databaseBytes(folder) };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Of all files of IndexedDB in a profile. */
function databaseBytes(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /[\\/](IndexedDB|idb)([\\/]|$)/.test(entry.parentPath))
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

/** The page's part of the bench with the app's own store, as one script. */
async function pageScript(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: { entry: join(process.cwd(), 'test/bench/store-page.ts'), formats: ['iife'], name: 'storePage' },
    },
  });
  const [output] = Array.isArray(built) ? built : [built];
  const chunk = output !== undefined && 'output' in output ? output.output[0] : undefined;
  if (chunk === undefined) throw new Error('The page of the bench was not built.');
  return chunk.code;
}
