import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTarget, type Target } from '../../src/target/target.ts';
import { type Delay, type Link, parseTrace, startLink } from '../support/linkemu.ts';
import { type LlamaServer, startLlama } from '../support/llama/start.ts';
import { type AppBench, openApp, openPlanLink, press, statusIs } from './app.ts';
import { numbersOf, quantile, type Row, rowsOf } from './csv.ts';

/** Real recordings lie beside the checkout of a developer, never in the project. */
const RECORDING = join(process.cwd(), '..', 'shared', 'traces', 'leocc_example_2xowd_10ms.csv');
const DURATION_S = 20;

const links: [string, () => Delay][] = [['a steady 50 ms link', () => 50]];
if (existsSync(RECORDING))
  links.push(['a recorded Starlink link', () => parseTrace(readFileSync(RECORDING, 'utf8'))]);
else console.warn('The replay of a real recording was left out: there is none beside this checkout.');

describe.each(links)('the main job against a real llama.cpp over %s', (_name, delay) => {
  let llama: LlamaServer;
  let target: Target;
  let modelLink: Link;
  let echoLink: Link;
  let bench: AppBench;
  let samples: Row[];

  beforeAll(async () => {
    llama = await startLlama({ slots: 2 });
    target = await startTarget({ host: '127.0.0.1' });
    const port = Number(new URL(llama.url).port);
    modelLink = await startLink({ target: { host: '127.0.0.1', port }, delay: delay() });
    echoLink = await startLink({ target: { host: '127.0.0.1', port: target.port }, delay: delay() });
    bench = await openApp('chromium');
  }, 400_000);

  afterAll(async () => {
    await bench?.close();
    await Promise.all([modelLink?.close(), echoLink?.close()]);
    await Promise.all([llama?.close(), target?.close()]);
  });

  it('runs to its planned end and exports', async () => {
    const { page } = bench;
    await openPlanLink(page, bench.app.url, {
      dishprobePlan: 1,
      name: 'Real model',
      durationS: DURATION_S,
      site: { name: 'Bench', link: 'starlink' },
      probes: [
        { kind: 'http', name: 'ping', url: `${echoLink.url}/ping`, intervalMs: 200 },
        {
          kind: 'websocket',
          name: 'echo',
          url: `${echoLink.url.replace('http', 'ws')}/echo`,
          intervalMs: 100,
        },
        {
          kind: 'chat',
          name: 'chat',
          protocol: 'openai',
          url: `${modelLink.url}/v1/chat/completions`,
          model: llama.model,
          maxTokens: 24,
          intervalMs: 1000,
        },
      ],
    });
    await press(page, 'Start campaign');
    await statusIs(page, 'Running');
    await statusIs(page, 'Finished', (DURATION_S + 60) * 1000);
    await press(page, 'Report', 'link');
    samples = rowsOf((await bench.download('Export samples CSV')).text);
    expect(bench.faults).toEqual([]);
  });

  it('reads real streams: tokens from the usage record, first token before the end, over the link', () => {
    const chat = samples.filter((row) => row.probe === 'chat');
    expect(chat.length).toBeGreaterThan(DURATION_S * 0.9);
    expect(new Set(chat.map((row) => row.outcome))).toEqual(new Set(['ok']));
    for (const row of chat) {
      expect(row).toMatchObject({ tokens_out: '24', finish_reason: 'length' });
      expect(Number(row.chunks)).toBeGreaterThan(1);
      expect(Number(row.ttft_ms)).toBeLessThanOrEqual(Number(row.e2e_ms));
      expect(row.rtt_ms).toBeUndefined();
    }
    const ttft = quantile(numbersOf(chat, 'ttft_ms'), 0.5);
    const injected = chat.map((row) => modelLink.rttAt(Number(row.due_epoch_ms) + Number(row.late_ms)) ?? 0);
    expect(ttft).toBeGreaterThanOrEqual(quantile(injected, 0.5) * 0.97);
  });

  it('agrees with the delay that the emulator injected at our own send times', () => {
    for (const probe of ['echo', 'ping']) {
      const rows = samples.filter((row) => row.probe === probe && row.rtt_ms !== undefined);
      const measured = numbersOf(rows, 'rtt_ms');
      const injected = rows.map(
        (row) => echoLink.rttAt(Number(row.due_epoch_ms) + Number(row.late_ms)) ?? Number.NaN,
      );
      for (const p of [0.5, 0.9]) {
        const [ours, truth] = [quantile(measured, p), quantile(injected, p)];
        console.info(`${probe} p${p * 100}: measured ${ours.toFixed(1)} ms, injected ${truth.toFixed(1)} ms`);
        expect(ours / truth, `${probe} p${p * 100}`).toBeGreaterThan(0.93);
        // Less than a round trip too many. How near it comes is the bench's to say: tests share their machine.
        if (p === 0.5) expect(ours / truth, probe).toBeLessThan(1.8);
      }
    }
  });
});
