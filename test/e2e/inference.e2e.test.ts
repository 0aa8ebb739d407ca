import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTarget, type Target } from '../../src/target/target.ts';
import { recompute } from '../independent/recompute.mjs';
import { BROWSER_KINDS } from '../support/browsers.ts';
import { type Link, startLink } from '../support/linkemu.ts';
import { type LlamaServer, startLlama } from '../support/llama/start.ts';
import { type AppBench, fill, openApp, openPlanLink, press, shows, statusIs } from './app.ts';
import { numbersOf, quantile, type Row, rowsOf } from './csv.ts';
import { printedBy } from './printed.ts';

const DURATION_S = 12;
const RTT_MS = 60;
const MAX_TOKENS = 12;
const WARM_UP = 2;
/** Sections of the report whose figures are made again, of a chat probe and of the echo probe. */
const ANSWERS = [
  '.answer',
  'How long does the first token take?',
  'How slow are the slowest first tokens?',
  'Percentiles, ms',
  'How it was measured',
  'Who takes the time: the network or the server?',
  'How long are the gaps within an answer?',
  'Who made answers stall?',
  'How long does a reader wait?',
  'Does the hour of the day matter?',
];
const ECHOES = [
  'How long does an answer take?',
  'How slow are the slowest answers?',
  'Percentiles, ms',
  'How it was measured',
  'Did messages wait for others?',
  'How much do round trips vary?',
  'Does the link change every 15 s, as Starlink does?',
  'How long are round trips within a slot?',
  'Could models be trained over this link?',
  'What does it cost?',
];

describe.each(BROWSER_KINDS)('inference endpoints in %s', (kind) => {
  let llama: LlamaServer;
  let target: Target;
  let link: Link;
  let bench: AppBench;
  let rows: Row[];
  let samples: string;
  let percentiles: string;
  const of = (probe: string) => rows.filter((row) => row.probe === probe);

  beforeAll(async () => {
    llama = await startLlama({ slots: 2 });
    target = await startTarget({ host: '127.0.0.1' });
    link = await startLink({
      target: { host: '127.0.0.1', port: Number(new URL(llama.url).port) },
      delay: RTT_MS,
    });
    bench = await openApp(kind);
  }, 400_000);

  afterAll(async () => {
    await bench?.close();
    await link?.close();
    await Promise.all([llama?.close(), target?.close()]);
  });

  it('are asked in their own words, side by side', async () => {
    const chat = { kind: 'chat', model: llama.model, maxTokens: MAX_TOKENS, intervalMs: 1500 };
    await openPlanLink(bench.page, bench.app.url, {
      dishprobePlan: 1,
      name: 'Protocols',
      durationS: DURATION_S,
      probes: [
        { ...chat, name: 'openai', protocol: 'openai', url: `${link.url}/v1/chat/completions`, unique: true },
        { ...chat, name: 'ollama', protocol: 'ollama-chat', url: `${link.url}/api/chat`, warmUp: WARM_UP },
        { ...chat, name: 'json', protocol: 'json', url: `${target.url}/upload`, prompt: '{"rank":[1,2]}' },
        {
          ...chat,
          name: 'reply',
          protocol: 'websocket',
          url: `${target.url.replace('http', 'ws')}/echo`,
          arrivals: 'poisson',
          // Thirty on average: of ten, one run in thirty would hold fewer than five.
          intervalMs: 400,
        },
        {
          kind: 'websocket',
          name: 'echo',
          url: `${target.url.replace('http', 'ws')}/echo`,
          intervalMs: 100,
        },
      ],
    });
    await press(bench.page, 'Start campaign');
    await statusIs(bench.page, 'Running');
    await statusIs(bench.page, 'Finished', (DURATION_S + 60) * 1000);
    await press(bench.page, 'Report', 'link');
    await shows(bench.page, 'openai');
    samples = (await bench.download('Export samples CSV')).text;
    rows = rowsOf(samples);
    expect(bench.faults).toEqual([]);
    for (const probe of ['openai', 'ollama', 'json', 'reply']) {
      expect(of(probe).length, probe).toBeGreaterThan(4);
      expect(new Set(of(probe).map(({ outcome, error }) => error ?? outcome)), probe).toEqual(
        new Set(['ok']),
      );
    }
  });

  it('give every gap between their tokens', () => {
    for (const row of [...of('openai'), ...of('ollama')]) {
      const gaps = (row.icl_ms ?? '').split(' ').map(Number);
      expect(gaps).toHaveLength(Number(row.chunks) - 1);
      const sum = gaps.reduce((all, ms) => all + ms, 0);
      expect(sum).toBeCloseTo(Number(row.e2e_ms) - Number(row.ttft_ms), 0);
      expect(Number(row.longest_gap_ms)).toBeCloseTo(Math.max(...gaps), 2);
      expect(Number(row.tokens_out)).toBe(MAX_TOKENS);
      expect(Number(row.reads)).toBeGreaterThan(0);
    }
    for (const row of [...of('json'), ...of('reply')]) expect(row.icl_ms).toBeUndefined();
  });

  it('have the server\u2019s own time taken out within each request, and what is left is the link', () => {
    for (const probe of ['openai', 'ollama']) {
      const told = of(probe).filter((row) => row.network_ttft_ms !== undefined);
      expect(told.length, probe).toBeGreaterThan(3);
      for (const row of told)
        expect(Number(row.network_ttft_ms) + Number(row.server_ttft_ms)).toBeCloseTo(Number(row.ttft_ms), 1);
      const warm = told.filter((row) => row.new_connection !== 'true');
      expect(quantile(numbersOf(warm, 'network_ttft_ms'), 0.5), probe).toBeGreaterThan(0.95 * RTT_MS);
    }
    expect(new Set(of('ollama').map((row) => row.server_source))).toEqual(new Set(['ollama']));
    expect(new Set(of('openai').map((row) => row.server_source))).toEqual(new Set(['llama.cpp']));
  });

  it('are warmed up with requests that are kept, and are part of no figure', async () => {
    const marked = of('ollama').map((row) => row.warm_up);
    expect(marked.filter((warm) => warm === 'true')).toHaveLength(WARM_UP);
    percentiles = (await bench.download('Export percentiles CSV')).text;
    const ttft = rowsOf(percentiles).find(
      (row) => row.probe === 'ollama' && row.metric === 'ttft' && row.population === 'scheduled',
    );
    expect(Number(ttft?.scheduled)).toBe(of('ollama').length - WARM_UP);
  });

  it('print figures of answers, echoes, training and cost that come out again from the exported files', async () => {
    const { page } = bench;
    const outages = (await bench.download('Export outages CSV')).text;
    await fill(page, 'Price of a month', '49.5');
    await fill(page, 'Price of a GB', '0.25');
    await shows(page, 'An hour in which the link was there costs');
    const probes = ['openai', 'ollama', 'json', 'reply', 'echo'].map((name) => ({
      name,
      kind: name === 'echo' ? 'websocket' : 'chat',
      intervalMs: name === 'echo' ? 100 : 1500,
      timeoutMs: name === 'echo' ? 5000 : 60_000,
    }));
    for (const [tab, headings, parts] of [
      [
        'openai',
        ANSWERS,
        ['opening', 'line', 'curve', 'share', 'gaps', 'answers', 'reader', 'hours', 'counts'],
      ],
      ['ollama', ANSWERS, ['share', 'gaps', 'answers', 'reader', 'hours', 'counts']],
      ['reply', ['Who takes the time: the network or the server?'], ['share']],
      [
        'echo',
        ECHOES,
        ['echoes', 'jitter', 'slots', 'fold', 'training', 'stretch', 'cost', 'counts', 'line', 'curve'],
      ],
    ] as const) {
      await press(page, tab, 'tab');
      const beside = await printedBy(page, headings, tab, probes);
      const again = recompute({ samples, percentiles, outages }, beside);
      expect(again.wrong, tab).toEqual([]);
      const found = new Set(again.findings.map(({ where }) => /^\w+/.exec(where)?.[0]));
      for (const part of parts) expect(found, tab).toContain(part);
    }
  });
});
