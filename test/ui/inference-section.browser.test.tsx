import { render } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DICTIONARY } from '../../src/core/inference/dictionary.ts';
import { epochMillis } from '../../src/core/units.ts';
import type { InferenceReport } from '../../src/report/inference-types.ts';
import type { MetricRow, ProbeReport, Report } from '../../src/report/types.ts';
import { InferenceSection } from '../../src/ui/views/inference-section.tsx';

const T0 = Date.UTC(2026, 10, 22, 12, 0, 0);
let root: HTMLElement;

beforeEach(() => {
  root = document.createElement('div');
  document.body.append(root);
});

afterEach(() => {
  render(null, root);
  root.remove();
});

const row = (metric: string, p50: number, n = 400): MetricRow => ({
  metric,
  unit: 'ms',
  meaning: '',
  population: 'ok',
  n,
  p50,
  p95: 2 * p50,
  p99: n < 500 ? undefined : 3 * p50,
  max: 5 * p50,
});

const full: InferenceReport = {
  answers: 400,
  gaps: {
    n: 25_000,
    p50: 20,
    p90: 24,
    p95: 31,
    p99: 180,
    p99_9: 900,
    max: 1200,
    zeroShare: 0.25,
    cdf: [
      { ms: 0, share: 0.25 },
      { ms: 20, share: 0.5 },
      { ms: 31, share: 0.95 },
      { ms: 180, share: 0.99 },
      { ms: 1200, share: 1 },
    ],
  },
  stalls: {
    count: 3,
    judged: 398,
    stalledShare: 2 / 398,
    longestMs: 1200,
    byCause: { link: 2, server: 1, unknown: 0 },
    longest: [
      { startEpochMs: epochMillis(T0 + 61_000), durationMs: 1200, cause: 'link' },
      { startEpochMs: epochMillis(T0 + 125_000), durationMs: 640, cause: 'server' },
      { startEpochMs: epochMillis(T0 + 62_500), durationMs: 410, cause: 'link' },
    ],
    binMs: 60_000,
    bins: [
      { startEpochMs: T0 + 60_000, longestMs: 1200, link: 2, server: 0, unknown: 0 },
      { startEpochMs: T0 + 120_000, longestMs: 640, link: 0, server: 1, unknown: 0 },
    ],
  },
  readerWait: { n: 400, p50: 412, p95: 1640, counted: 390, wordsPerMin: 238, tokensPerWord: 1.3 },
  tokensPerS: { n: 390, p50: 41.26, p5: 18.3 },
  counts: {
    tokensOut: { n: 390, p50: 64 },
    tokensIn: { n: 390, p50: 2048 },
    chunks: { n: 400, p50: 63 },
    reads: { n: 400, p50: 48 },
    events: { n: 400, p50: 66 },
    keepAlives: { n: 0 },
  },
  serverSources: { ollama: 380 },
};

function show(inference: InferenceReport | undefined, rows: MetricRow[]): void {
  const probe: ProbeReport = {
    name: 'chat',
    kind: 'chat',
    url: 'https://host/api/chat',
    counts: { ok: 400, late: 0, timeout: 0, failed: 0, skipped: 0, unmeasured: 0, scheduled: 400 },
    errors: {},
    headline: 'ttft',
    rows,
    timeline: { binMs: 60_000, bins: [] },
    cdf: [],
    timingSources: {},
    inference,
  };
  const report: Report = {
    campaignId: 'a',
    campaign: 'a',
    site: '',
    simulated: [],
    startEpochMs: epochMillis(T0),
    endEpochMs: epochMillis(T0 + 600_000),
    observedS: 600,
    outageS: 0,
    unmeasuredS: 0,
    outages: [],
    probes: [probe],
    quantileMethod: '',
    intervalMethod: 'none',
    verdict: {
      profile: 'custom',
      edited: false,
      answer: 'no-limits',
      by: 'anytime',
      limits: [],
      distributions: [],
    },
  };
  render(<InferenceSection probe={probe} report={report} />, root);
}

const ownRows = [row('ttft', 400), row('server_ttft', 340, 380), row('network_ttft', 61.4, 380)];
const cells = (name: string) =>
  [...root.querySelectorAll<HTMLElement>(`[aria-label="${name}"] tbody tr`)].map((line) =>
    [...line.children].map((cell) => cell.textContent),
  );
const part = (id: string) => root.querySelector(`[aria-labelledby=${id}]`)?.textContent ?? '';

it('tells the shares of network and server apart, by whom, and that they do not add up', () => {
  show(full, ownRows);
  expect(part('split-title')).toContain('380 of 400 answers told the server’s time (ollama).');
  expect(part('split-title')).toContain('the server at most 340 ms, and the network at most 61.4 ms.');
  expect(part('split-title')).toContain('never subtracted');
  expect(cells('Shares of the network and the server')).toEqual([
    ['Time to first token', '400', '800', '—', '2,000', '400'],
    ['Server time to first token', '340', '680', '—', '1,700', '380'],
    ['Network share of first token', '61.4', '123', '—', '307', '380'],
  ]);
});

it('where no server tells its time, shows the round trips of another probe as what they are', () => {
  const roundTrip = { probe: 'echo', row: row('rtt', 42, 9000) };
  show({ ...full, serverSources: {}, roundTrip }, ownRows.slice(0, 1));
  expect(part('split-title')).toContain('another distribution, and nothing was subtracted');
  expect(cells('Shares of the network and the server').at(-1)).toEqual([
    'Round trip of echo (another distribution)',
    '42.0',
    '84.0',
    '126',
    '210',
    '9,000',
  ]);
  show({ ...full, serverSources: {} }, ownRows.slice(0, 1));
  expect(part('split-title')).toContain('the shares of network and server are not known');
});

it('draws gaps and stalls, and says in words what it draws', async () => {
  show(full, ownRows);
  const plots = [...root.querySelectorAll<HTMLElement>('[role=img]')];
  expect(plots.map((plot) => plot.getAttribute('aria-label'))).toEqual([
    'Chunk gap, 25,000 gaps: 50 % within 20.0 ms, 95 % within 31.0 ms, 99 % within 180 ms, the longest 1,200 ms.',
    expect.stringContaining(
      '3 stalls in 0.50 % of 398 answers, the longest 1.20 s. Made by: the link 2, the server 1.',
    ),
  ]);
  expect(root.textContent).toContain('25.0 % of the gaps are 0');
  for (const plot of plots) {
    await vi.waitFor(() => {
      const canvas = plot.querySelector('canvas');
      const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      expect(pixels.some((value) => value !== 0)).toBe(true);
    });
  }
});

it('lists the longest stalls with who made them', () => {
  show(full, ownRows);
  const listed = cells('Longest stalls of answers');
  expect(listed.map(([, lasted, who]) => [lasted, who])).toEqual([
    ['1.20 s', 'the link'],
    ['640 ms', 'the server'],
    ['410 ms', 'the link'],
  ]);
});

it('says what a reader feels', () => {
  show(full, ownRows);
  expect(part('reader-title')).toContain(
    'A reader of 238 words a minute (some 5.2 tokens a second) waits at most 412 ms in half of the answers, at most 1.64 s in 95 %',
  );
  expect(part('reader-title')).toContain(
    'In 10 answers without a count of tokens, each chunk stands for one.',
  );
  expect(cells('Figures of an answer').slice(0, 3)).toEqual([
    ['A reader waits', '412 ms', '1.64 s', '400'],
    ['Tokens a second', '41.3', '18.3', '390'],
    ['Tokens of the answer', '64', '', '390'],
  ]);
  expect(part('reader-title')).not.toContain('Keep-alives');
});

it('prints the dictionary with what other benchmarks say', () => {
  show(full, ownRows);
  const terms = cells('What the terms mean');
  expect(terms).toHaveLength(DICTIONARY.length);
  expect(terms.find(([name]) => name?.startsWith('TPOT'))?.[4]).toMatch(/inter_token_latency_ms/);
});

it('claims nothing where nothing was answered, or too little', () => {
  show({ ...full, answers: 0 }, []);
  expect(root.textContent).toBe('');
  const none: InferenceReport = {
    ...full,
    answers: 4,
    gaps: undefined,
    stalls: {
      count: 0,
      judged: 0,
      byCause: { link: 0, server: 0, unknown: 0 },
      longest: [],
      binMs: 1000,
      bins: [],
    },
    readerWait: { n: 4, counted: 4, wordsPerMin: 238, tokensPerWord: 1.3 },
    tokensPerS: { n: 4 },
    serverSources: {},
  };
  show(none, [row('ttft', 400, 4)]);
  expect(root.querySelectorAll('[role=img]')).toHaveLength(0);
  expect(part('stream-stalls-title')).toContain('No answer had chunks enough');
  expect(part('reader-title')).toContain('4 answers are too few for a percentile.');
  expect(root.textContent).not.toMatch(/NaN|undefined|Infinity/);
});
